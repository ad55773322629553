"""Make what the page of imports shows: what would change, or each fault and its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from api.access.caller import Caller
from api.access.reach import Reach
from api.access.rights.rows import RIGHTS
from api.data.association import Association
from api.data.errors import SHOWN, BadFilesError, FileError
from api.data.stored.importing import KindDifference
from api.french.plural import plural
from api.french.quoting import MOST_TOLD, cut
from api.french.words import month_name, shortened
from api.month.folder.importing import Comparison
from api.page.data.words import title_of
from api.web.problems import Fault, Refusal

WHOLE = frozenset({"body", "files"})
"""Fields of faults that are of all that was sent, and of no file in particular."""


@dataclass(frozen=True, kw_only=True)
class RefusedView:
    """
    Why files are refused: of each fault the file, line and column, what was read and expected.

    `more`: faults that aren't shown; `waiting`: what isn't judged yet.
    """

    title: str
    faults: Sequence[tuple[str, str, str, str, str]]
    more: int = 0
    waiting: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class KindBlock:
    """What changes of a kind; `closed`: the account may not read which rows, only how many."""

    title: str
    counts: str
    difference: KindDifference
    closed: bool = False


def refused_view(error: BadFilesError | Refusal) -> RefusedView:
    """Write why files are refused, causes first."""
    if isinstance(error, Refusal):
        faults = [
            ("" if fault.field in WHOLE else fault.field, "", "", _cut(fault), fault.expected)
            for fault in error.errors
        ]
        more = len(faults[MOST_TOLD:])
        return RefusedView(title=error.detail, faults=faults[:MOST_TOLD], more=more)
    faults = [
        (
            f"{fault.file}, feuille « {cut(fault.sheet)} »" if fault.sheet else fault.file,
            str(fault.line or ""),
            " ".join(part for part in (fault.letter, cut(fault.column)) if part),
            _cut(fault),
            fault.expected,
        )
        for fault in error.errors
    ]
    return RefusedView(
        title=f"{plural(len(faults) + error.more, 'défaut')} à corriger dans les fichiers.",
        faults=faults[:MOST_TOLD],
        more=len(faults[MOST_TOLD:]) + error.more,
        waiting=error.waiting,
    )


def _cut(fault: Fault | FileError) -> str:
    return shortened(fault.received, SHOWN)


def blocks_of(comparison: Comparison, caller: Caller) -> list[KindBlock]:
    """Write what an import would change of each kind, as far as the account may read it."""
    return [
        block_of(each, closed=not Reach(caller, RIGHTS[each.kind.name].unmasked).everything)
        for each in comparison.kinds
        if each.count
    ]


def holdings(association: Association) -> str:
    """Say how much there is in an association."""
    return ", ".join(
        (
            plural(len(association.mediators), "personne"),
            plural(len(association.dispositifs), "dispositif"),
            plural(len(association.templates), "gabarit"),
            plural(len(association.history), "mois publié", "mois publiés"),
        )
    )


def summary(kinds: Sequence[KindDifference]) -> str:
    """Say how many rows an import would add, change and remove."""
    return _counts(
        sum(len(kind.added) for kind in kinds),
        sum(len(kind.changed) for kind in kinds),
        sum(len(kind.removed) for kind in kinds),
    )


def others(comparison: Comparison) -> Iterator[str]:
    """Say what an import would change besides rows: calendars, months, notices."""
    files = comparison.files
    words = (files.added, "ajouté"), (files.changed, "remplacé"), (files.removed, "retiré")
    for names, word in words:
        for name in names:
            yield f"Calendrier de formation {name} : {word}"
    for change in comparison.months:
        month = month_name(date.fromisoformat(f"{change.month}-01"))
        counts = _counts(change.added, change.changed, change.removed, "service", "")
        yield (
            f"Mois publié de {month} : {counts} (publié comme correction, sans prévenir personne)"
        )
    if comparison.removals:
        counts = plural(comparison.removals, "service retiré", "services retirés")
        yield f"Prévenance : {counts} avant leur début, que les comptes d’équité suivent"


def block_of(difference: KindDifference, *, closed: bool = False) -> KindBlock:
    """Write what changes of a kind."""
    title, counts = title_of(difference.kind), summary([difference])
    return KindBlock(title=title, counts=counts, difference=difference, closed=closed)


def _counts(added: int, changed: int, removed: int, word: str = "ligne", e: str = "e") -> str:
    """Write `3 lignes ajoutées, 1 changée`, in the gender of the word (`e`: feminine)."""
    parts: list[str] = []
    for count, deed in ((added, "ajouté"), (changed, "changé"), (removed, "retiré")):
        if count:
            s = "s" if count > 1 else ""
            noun = f"{word}{s} " if not parts else ""
            parts.append(f"{count}\u00a0{noun}{deed}{e}{s}")
    return ", ".join(parts) or f"aucun{e} {word} ne change"
