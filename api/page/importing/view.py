"""Make what the page of imports shows: what would change, or each fault and its place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from api.access.reach import Reach
from api.access.rights.rows import RIGHTS
from api.data.errors import SHOWN, BadFilesError
from api.french.plural import plural
from api.french.quoting import MOST_TOLD, cut
from api.french.words import month_name, shortened
from api.page.data.words import title_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from api.access.caller import Caller
    from api.data.stored.difference import FilesDifference, KindDifference
    from api.month.folder.importing import MonthDifference
    from api.month.folder.service import Trial
    from api.web.problems import Refusal

ROWS = 10
"""How many rows of each sort (added, changed, removed) are shown of a kind."""

WHOLE = frozenset({"body", "files"})
"""Fields of faults that are of all that was sent, and of no file in particular."""


@dataclass(frozen=True, kw_only=True)
class FaultLine:
    """A fault: its file, line and column (empty: of the file as a whole), what is wrong there."""

    file: str
    line: str
    column: str
    received: str
    expected: str


@dataclass(frozen=True, kw_only=True)
class RefusedView:
    """Why files are refused. `more`: faults that aren't shown; `waiting`: what isn't judged yet."""

    title: str
    faults: tuple[FaultLine, ...]
    more: int
    waiting: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Cell:
    """A cell of a row. `old` is None for a row that is added or removed, or a cell that stays."""

    header: str
    text: str
    old: str | None = None


@dataclass(frozen=True, kw_only=True)
class RowLine:
    """A row that is added, changed or removed (`word`), by its cells."""

    word: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, kw_only=True)
class KindBlock:
    """A kind of rows. `closed`: the account may not read them, so only their number is said."""

    title: str
    file: str
    counts: str
    rows: tuple[RowLine, ...]
    more: int
    emptied: bool
    closed: bool


@dataclass(frozen=True, kw_only=True)
class TrialView:
    """What an import would change. `emptied`: names of files whose rows would all be removed."""

    summary: str
    holds: str
    empty: bool
    blocks: tuple[KindBlock, ...]
    others: tuple[str, ...]
    emptied: tuple[str, ...]
    ignored: tuple[str, ...]
    remarks: tuple[str, ...]


def refused_view(error: BadFilesError | Refusal) -> RefusedView:
    """Write why files are refused, causes first."""
    if isinstance(error, BadFilesError):
        lines = [
            FaultLine(
                file=f"{fault.file}, feuille « {cut(fault.sheet)} »" if fault.sheet else fault.file,
                line=str(fault.line or ""),
                column=" ".join(part for part in (fault.letter, cut(fault.column)) if part),
                received=shortened(fault.received, SHOWN),
                expected=fault.expected,
            )
            for fault in error.errors
        ]
        waiting, more = error.waiting, error.more
    else:
        lines = [
            FaultLine(
                file="" if fault.field in WHOLE else fault.field,
                line="",
                column="",
                received=shortened(fault.received, SHOWN),
                expected=fault.expected,
            )
            for fault in error.errors
        ]
        waiting, more = (), 0
    many = f"{plural(len(lines) + more, 'défaut')} à corriger dans les fichiers."
    return RefusedView(
        title=many if isinstance(error, BadFilesError) else error.detail,
        faults=tuple(lines[:MOST_TOLD]),
        more=len(lines[MOST_TOLD:]) + more,
        waiting=waiting,
    )


def trial_view(trial: Trial, caller: Caller) -> TrialView:
    """Write what an import would change, as far as the account may read it."""
    comparison = trial.comparison
    blocks = tuple(
        block_of(difference, closed=not _reads(caller, difference.kind.name))
        for difference in comparison.kinds
        if difference.count
    )
    association = comparison.association
    return TrialView(
        summary=_summary(comparison.kinds),
        holds=", ".join(
            (
                plural(len(association.mediators), "personne"),
                plural(len(association.dispositifs), "dispositif"),
                plural(len(association.templates), "gabarit"),
                plural(len(association.history), "mois publié", "mois publiés"),
            )
        ),
        empty=comparison.empty,
        blocks=blocks,
        others=(
            *_files(comparison.files),
            *map(_month, comparison.months),
            *_removals(comparison.removals),
        ),
        emptied=tuple(block.file for block in blocks if block.emptied),
        ignored=trial.ignored,
        remarks=trial.remarks,
    )


def _reads(caller: Caller, kind: str) -> bool:
    """Whether an account may read all rows of a kind."""
    return Reach(caller, RIGHTS[kind].unmasked).everything


def block_of(difference: KindDifference, *, closed: bool) -> KindBlock:
    """Write what changes of a kind; `closed`: the reader isn't told which rows."""
    rows = () if closed else tuple(_rows(difference))
    return KindBlock(
        title=title_of(difference.kind),
        file=difference.kind.file,
        counts=_counts(len(difference.added), len(difference.changed), len(difference.removed)),
        rows=rows,
        more=difference.count - len(rows),
        emptied=not (difference.kept or difference.added or difference.changed),
        closed=closed,
    )


def _rows(difference: KindDifference) -> Iterator[RowLine]:
    for word, some in (("Ajout", difference.added), ("Retrait", difference.removed)):
        for cells in some[:ROWS]:
            yield RowLine(
                word=word,
                cells=tuple(Cell(header=h, text=text) for h, text in cells.items() if text),
            )
    known = [difference.kind.columns[field].header for field in difference.kind.once]
    for old, new in difference.changed[:ROWS]:
        yield RowLine(
            word="Changement",
            cells=(
                *(Cell(header=header, text=new[header]) for header in known),
                *(
                    Cell(header=h, text=text, old=old[h])
                    for h, text in new.items()
                    if text != old[h]
                ),
            ),
        )


def _summary(kinds: tuple[KindDifference, ...]) -> str:
    return _counts(
        sum(len(kind.added) for kind in kinds),
        sum(len(kind.changed) for kind in kinds),
        sum(len(kind.removed) for kind in kinds),
    )


def _counts(added: int, changed: int, removed: int, word: str = "ligne", e: str = "e") -> str:
    """Write `3 lignes ajoutées, 1 changée`, in the gender of the word (`e`: feminine)."""
    parts: list[str] = []
    for count, deed in ((added, "ajouté"), (changed, "changé"), (removed, "retiré")):
        if count:
            s = "s" if count > 1 else ""
            noun = f"{word}{s} " if not parts else ""
            parts.append(f"{count}\u00a0{noun}{deed}{e}{s}")
    return ", ".join(parts) or f"aucun{e} {word} ne change"


def _month(difference: MonthDifference) -> str:
    month = month_name(date.fromisoformat(f"{difference.month}-01"))
    counts = _counts(difference.added, difference.changed, difference.removed, "service", "")
    return f"Mois publié de {month} : {counts} (publié comme correction, sans prévenir personne)"


def _removals(number: int) -> Iterator[str]:
    if number:
        counts = plural(number, "service retiré", "services retirés")
        yield f"Prévenance : {counts} avant leur début, que les comptes d’équité suivent"


def _files(difference: FilesDifference) -> Iterator[str]:
    for names, word in (
        (difference.added, "ajouté"),
        (difference.changed, "remplacé"),
        (difference.removed, "retiré"),
    ):
        for name in names:
            yield f"Calendrier de formation {name} : {word}"
