"""Errors of drafts, their versions and their publication."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from api.french.plural import plural
from api.french.words import capital
from api.judging.shapes import finding_out
from api.month.frames import Frame
from api.month.shapes import pairs
from api.planning.holes import under_words
from api.planning.names import with_names
from scheduler.domain.posts import Posts
from scheduler.domain.problem import Assignment, Lock
from scheduler.errors import RoulementError
from scheduler.finding import Finding

SHOWN = 50
"""How many findings a refusal lists."""


class DraftError(RoulementError):
    """
    What is asked of a draft, or of what is published of a month, is refused.

    `refusal`: fields of the refusal over HTTP, beside its `status`, its `code` and these words.
    """

    refusal: Mapping[str, Any] = MappingProxyType({})


class UnknownDraftError(DraftError):
    """There is no such draft, version or slot."""

    status, code = 404, "introuvable"


class DiscardedError(DraftError):
    """The draft was thrown away."""

    status, code = 409, "planning_abandonne"


@dataclass(frozen=True, kw_only=True)
class Wrong:
    """One wrong value of a request: its field, the value received, what was expected, in French."""

    field: str
    received: str = ""
    expected: str


def not_posted(field: str, person: str) -> Wrong:
    """Say that a person has no post in the month."""
    expected = "une personne sous contrat ce mois-ci sur l’un de ces dispositifs"
    return Wrong(field=field, received=person, expected=expected)


def not_a_slot(field: str, slot: str, month: date) -> Wrong:
    """Say that a slot isn't of the month's dispositifs."""
    return Wrong(
        field=field, received=slot, expected=f"un créneau de {month:%m/%Y} de ces dispositifs"
    )


def not_a_day(field: str, day: date, month: date) -> Wrong:
    """Say that a day isn't of the month."""
    return Wrong(field=field, received=f"{day}", expected=f"un jour de {month:%m/%Y}")


class BadRequestError(DraftError):
    """Some values of a request are impossible: nothing of the request was done."""

    status, code = 422, "donnees_refusees"

    def __init__(self, wrong: Sequence[Wrong]) -> None:
        super().__init__(
            " ; ".join(f"{w.field} : {w.expected} (reçu : « {w.received} »)" for w in wrong)
        )
        self.wrong = tuple(wrong)
        many = f"{plural(len(wrong), 'valeur refusée', 'valeurs refusées')}."
        self.refusal = {"detail": many, "errors": self.wrong}

    def by(self, names: Mapping[str, str]) -> str:
        """Say what is wrong, each field by the name under which it was asked for."""
        return " ; ".join(
            f"{names[w.field]} : reçu « {w.received} », attendu {w.expected}" for w in self.wrong
        )


class NothingFoundError(RoulementError):
    """A calculation has no month to open as a variant."""

    status, code = 409, "rien_a_ouvrir"

    def __init__(self) -> None:
        super().__init__("Ce calcul n’a pas trouvé d’autre planning à ouvrir.")


class StaleVersionError(DraftError):
    """
    Somebody else made a newer version of the draft first.

    `added` and `removed`: assignments that `current` has and `yours` hasn't, and the reverse.
    """

    status, code = 412, "version_depassee"

    def __init__(
        self,
        current: int,
        yours: int,
        added: Sequence[Assignment] = (),
        removed: Sequence[Assignment] = (),
    ) -> None:
        super().__init__(
            f"le planning en est à la version {current} ; vous partiez de la version {yours}"
        )
        self.current, self.yours = current, yours
        self.added, self.removed = tuple(added), tuple(removed)
        changed = {"added": pairs(added), "removed": pairs(removed), "version": current}
        self.refusal = {"current": changed, "yours": {"version": yours}}


class LockedError(DraftError):
    """Somebody locked assignments that an edit takes away, and the editor didn't know."""

    status, code = 409, "verrouille_entre_temps"

    def __init__(self, locks: Sequence[Lock], frame: Frame) -> None:
        problem = frame.problem
        words = " ; ".join(
            f"{problem.mediator_of[lock.mediator].name}, "
            f"{with_names(problem.slot_of[lock.slot].label, frame.association)} "
            f"(par {lock.by}{f' : {lock.why}' if lock.why else ''})"
            for lock in locks
        )
        super().__init__(f"verrouillé entre-temps : {words} ; rien n’est enregistré")
        self.locks = tuple(locks)
        locked = [
            {"person": lock.mediator, "slot": lock.slot, "by": lock.by, "why": lock.why}
            for lock in locks
        ]
        self.refusal = {"detail": f"{capital(str(self))}.", "current": {"locks": locked}}


class BlockedError(DraftError):
    """Blocking findings that nobody lawfully acknowledges stop the publication."""

    status, code = 409, "constats_bloquants"

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(
            f"publication arrêtée par des constats bloquants ({len(findings)}) :\n"
            + "\n".join(finding.message for finding in findings[:5])
        )
        self.findings = tuple(findings)
        shown = [finding_out(each).model_dump(mode="json") for each in findings[:SHOWN]]
        self.refusal = {"current": {"findings": shown, "count": len(findings)}}


class OvertakenError(DraftError):
    """Publishing would undo what others published since: the draft must take it into account."""

    status, code = 409, "publie_entre_temps"

    def __init__(
        self, words: str, added: Sequence[Assignment], removed: Sequence[Assignment]
    ) -> None:
        super().__init__(words)
        self.added, self.removed = tuple(added), tuple(removed)
        self.refusal = {"current": {"added": pairs(added), "removed": pairs(removed)}}


class OpenPostsError(DraftError):
    """More or fewer posts stay open than whoever publishes said they accept."""

    status, code = 409, "postes_ouverts"
    words = "Ce planning laisse {} : dites que vous le publiez ainsi."

    def __init__(self, posts: Posts) -> None:
        super().__init__(self.words.format(open_posts_words(posts)))
        self.posts = posts
        self.refusal = {"current": {"open_posts": posts.open, "under_minimum": posts.under}}


class OpenPostsChangedError(OpenPostsError):
    """Other posts stay open than those that whoever publishes was shown."""

    status, code = 412, "postes_ouverts_changes"
    words = "Ce qui reste ouvert a changé depuis votre aperçu : {}."


def open_posts_words(posts: Posts) -> str:
    """Say what stays open: `275 postes ouverts, dont 46 sous le minimum`."""
    under = under_words(posts.open, posts.under)
    return f"{plural(posts.open, 'poste ouvert', 'postes ouverts')}{under}"


class MovedDataError(RoulementError):
    """Data or publications changed since what an import would change was shown."""

    status, code = 412, "donnees_changees"

    def __init__(self) -> None:
        super().__init__(
            "les données de l’association ont changé depuis l’essai : rien n’a été importé"
        )


class MovedFilesError(RoulementError):
    """The files to import aren't those of which it was shown what they would change."""

    status, code = 412, "fichiers_changes"

    def __init__(self) -> None:
        super().__init__("ces fichiers ne sont pas ceux de l’essai : rien n’a été importé")
