"""Judge a swap of two people's shifts; say if it is still possible, and what it adds for each."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Annotated, Any, Literal

from pydantic import Field

from api.asking.errors import ConflictError, WrongValuesError
from api.asking.shapes import Slot, Text
from api.data.association import Association, Published
from api.database.tables.asking import SwapRow
from api.judging.shapes import finding_out
from api.month.errors import BadRequestError, Wrong
from api.month.publication.amending import Trial, trial
from api.month.versions.operations import Operation, Verb
from api.planning.published_shifts import begun, coming_shift_of, shift_of
from api.web.answering.answer import Body
from api.web.texts import Line
from scheduler.domain.duty import DutyKind
from scheduler.domain.people import Mediator
from scheduler.domain.time import PARIS
from scheduler.finding import Finding

COLLEAGUE, OTHER_TEAM = "votre collègue", "quelqu’un dont vous ne répondez pas"
"""Whom a rule that is hidden from the reader is about: of the two, or of people they answer for."""

PersonId = Annotated[str, Line(SwapRow.other)]
Seen = Annotated[str, Field(pattern=r"^[0-9a-f]{0,16}$", examples=["4f1c0a7b9d3e2a10"])]

IMPOSSIBLE = "l’une des deux personnes ne peut pas tenir le service de l’autre, ou le tient déjà"
TEAM = ("l’équipe du service", "qui la compose")
LAPSED = "un des services a changé ou a commencé"
"""Why a swap lapses."""


class SwapRequest(Body):
    """
    A swap to ask for: one's own slot, of whom, and their slot (empty: none, one's is given away).

    `seen`: names the findings that were shown (see `View`), where it adds some.
    """

    gives: Slot = Field(examples=["P-J-2026-03-09"])
    other: PersonId = Field(examples=["chloe"])
    takes: Slot = Field(default="", examples=["P-J-2026-03-10"])
    note: Text = Field(default="", description="Lue par l’autre personne et par qui décide.")
    seen: Seen = ""


class SwapConsent(Body):
    """What goes with an answer to a swap: findings that were `seen` (see `View`), why it is no."""

    answer: Text = Field(default="", examples=["Je ne peux pas ce jour-là."])
    seen: Seen = ""


class SwapAnswer(SwapConsent):
    """
    An answer to a swap: `accord` and `refus` are who is asked's, `retrait` who asked's.

    `approbation`, or `refus` too, are those of who answers for one of the two.
    """

    verdict: Literal["accord", "refus", "retrait", "approbation"] = Field(examples=["refus"])


@dataclass(frozen=True, kw_only=True)
class View:
    """
    What someone is shown of a swap: the findings that it adds for them.

    `stopping`: the findings that block. `elsewhere`: says which rules block it by findings that
    they may not read, as far as they may know (empty: none does). `titles`: names of rules, by id.
    `seen`: a digest of what was shown, to send back with a consent.
    """

    findings: tuple[Finding, ...]
    stopping: tuple[Finding, ...]
    elsewhere: str
    titles: Mapping[str, str]

    @property
    def seen(self) -> str:
        """The digest that names these findings (empty: there are none)."""
        codes = ",".join(sorted(finding.code for finding in self.findings))
        return sha256(codes.encode()).hexdigest()[:16] if codes else ""

    @property
    def why(self) -> str:
        """Why the swap is refused, in French, as far as the reader may know (empty: it isn't)."""
        own = (
            f"{finding.message} ({self.titles.get(finding.rule, finding.rule)}, {finding.article})"
            for finding in self.stopping
        )
        return " ".join((*own, self.elsewhere)).strip()

    def refuse(self) -> None:
        """Raise ConflictError if a finding blocks the swap; it says what the reader may know."""
        if self.why:
            raise ConflictError("echange_illegal", f"Cet échange est refusé. {self.why}")


@dataclass(frozen=True, kw_only=True)
class JudgedSwap:
    """A swap that was judged: `tried` is its trial on the month's published rota."""

    tried: Trial

    def of(self, person: str) -> View:
        """Return what one of the two people is shown: their own findings only."""
        return self._where(lambda finding: finding.subject == person, COLLEAGUE)

    def among(self, subjects: frozenset[str]) -> View:
        """Return what is shown to someone who answers only for these people and slots."""
        return self._where(lambda finding: finding.subject in subjects, OTHER_TEAM)

    def whole(self) -> View:
        """Return what the decider is shown: both people's findings, and the team's."""
        return self._where(lambda _: True, "")

    def _where(self, theirs: Callable[[Finding], bool], other: str) -> View:
        hidden = (finding for finding in self.tried.stopping if not theirs(finding))
        rules = self.tried.frame.profile.rule_of
        return View(
            findings=tuple(filter(theirs, self.tried.findings.worse)),
            stopping=tuple(filter(theirs, self.tried.stopping)),
            elsewhere=self._hidden(hidden, other),
            titles={rule.id: rule.title for rule in rules.values()},
        )

    def _hidden(self, findings: Iterable[Finding], other: str) -> str:
        """Say which rules block, and for whom, to somebody who may not read the findings."""
        people, rules = self.tried.frame.problem.mediator_of, self.tried.frame.profile.rule_of
        blocking: dict[str, dict[str, None]] = {}
        for finding in findings:
            whose, own = (other, "sa situation") if finding.subject in people else TEAM
            rule = rules.get(finding.rule)
            # The name alone of other rules may reveal an age, a contract or an absence.
            words = f"une règle qui tient à {own}"
            if rule is not None and rule.of_shifts:
                words = f"« {rule.title} »"
            blocking.setdefault(whose, {})[words] = None
        return " ".join(
            f"Ce qui l’interdit pour {whose} : {', '.join(words)}."
            for whose, words in blocking.items()
        )


def check_seen(view: View, seen: str) -> None:
    """
    Check that a consent was given to what the swap adds now.

    ConflictError, with the findings and what names them, if they weren't shown to the person who
    consents: data may have changed since.
    """
    if view.findings and view.seen != seen:
        findings = [finding_out(finding).model_dump(mode="json") for finding in view.findings]
        raise ConflictError(
            "constats_a_lire",
            "Cet échange ajoute des constats que vous n’avez pas vus : relisez-le, puis donnez "
            "dans « seen » ce qu’il vous montre.",
            current={"seen": view.seen, "findings": findings},
        )


def shown(row: Published) -> dict[str, Any]:
    """Return a shift as a swap keeps it, to know later whether it changed."""
    duty = row.worked.duty
    return {
        "person": row.worked.mediator,
        "slot": duty.id,
        "uid": row.uid,
        "kind": duty.kind.value,
        "dispositif": duty.dispositif,
        "agency": duty.agency,
        "site": duty.site,
        "start": duty.span.start.astimezone(PARIS).isoformat(),
        "end": duty.span.end.astimezone(PARIS).isoformat(),
    }


def on_call(shift: Mapping[str, Any]) -> bool:
    """Whether a shift that a swap keeps is on call."""
    return bool(shift.get("kind") == DutyKind.STANDBY.value)


def is_unchanged(
    shifts: Iterable[Mapping[str, Any]], association: Association, now: datetime
) -> bool:
    """Whether the shifts are still published as they were when asked for, and yet to begin."""
    for shift in shifts:
        row = shift_of(association, shift["person"], shift["slot"])
        # Swaps asked for before kinds were kept have none.
        if row is None or shown(row) != {"kind": row.worked.duty.kind.value, **shift}:
            return False
        if begun(row, now):
            return False
    return True


def month_of(shifts: Iterable[Mapping[str, Any]]) -> date:
    """Return the first day of the month of a swap's shifts."""
    first = next(iter(shifts))
    return date.fromisoformat(f"{first['start'][:7]}-01")


def operation(mediator: str, gives: str, other: str, takes: str) -> Operation:
    """Return the edit that a swap makes to the month's rota."""
    if takes:
        return Operation(
            verb=Verb.SWAP, slot=gives, person=mediator, to_person=other, to_slot=takes
        )
    return Operation(verb=Verb.GIVE, slot=gives, person=mediator, to_person=other)


def weigh(association: Association, month: date, gesture: Operation, now: datetime) -> JudgedSwap:
    """
    Judge an edit on the published month; only the people whom it touches are judged again.

    ConflictError if a person has no contract at that time, or holds that slot already.
    """
    try:
        return JudgedSwap(tried=trial(association, month, [gesture], now))
    except BadRequestError:
        raise ConflictError(
            "echange_impossible", f"Cet échange n’est pas possible : {IMPOSSIBLE}."
        ) from None


def colleague(association: Association, mediator: str, other: str) -> Mediator | None:
    """Return a colleague: somebody with a dispositif in common (None: nobody one may know of)."""
    person, me = (association.mediator_of.get(each) for each in (other, mediator))
    shared = person and me and person is not me and set(person.dispositifs) & set(me.dispositifs)
    return person if shared else None


def proposed(
    association: Association, mediator: str, wanted: SwapRequest, now: datetime
) -> list[dict[str, Any]]:
    """
    Return the shifts of a swap that is asked for, as they are published.

    WrongValuesError if a shift isn't held by the person named, has begun, or is in another month,
    or there is nobody to swap with.
    """
    other, gives, takes = wanted.other, wanted.gives, wanted.takes
    wrong: list[Wrong] = []
    if colleague(association, mediator, other) is None:
        wrong.append(Wrong(field="other", received=other, expected="l’identifiant d’un collègue"))
    pairs = [("gives", mediator, gives, "un de vos services publiés")]
    if takes:
        pairs.append(("takes", other, takes, "un service publié de ce collègue"))
    rows = []
    for field, person, slot, what in pairs:
        row = coming_shift_of(association, person, slot, now)
        if row is None:
            wrong.append(Wrong(field=field, received=slot, expected=f"{what}, à venir"))
        else:
            rows.append(row)
    months = {f"{row.worked.duty.span.day:%Y-%m}" for row in rows}
    if not wrong and len(months) > 1:
        text = "un service du même mois que le vôtre"
        wrong.append(Wrong(field="takes", received=takes, expected=text))
    if wrong:
        raise WrongValuesError(wrong)
    return [shown(row) for row in rows]
