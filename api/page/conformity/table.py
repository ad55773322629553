"""A table of findings: sorted as the address says, one of them unfolded to the shifts behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlencode

from fastapi import Depends, Query

from api.french.words import alphabetical
from api.page.conformity.line import Line, ShownProof

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


PAGE = 100
"""Findings of a page."""


class Arrangement:
    """How a table is asked for in an address: its order, its page, and the finding unfolded."""

    def __init__(
        self,
        *,
        tri: Annotated[str, Query(max_length=20)] = "",
        sens: Annotated[str, Query(max_length=4)] = "asc",
        bloquants: Annotated[str, Query(max_length=4)] = "",
        page: Annotated[int, Query(ge=1, le=10_000)] = 1,
        ouvert: Annotated[str, Query(max_length=120)] = "",
    ) -> None:
        self.sort = tri if tri in COLUMNS else ""
        self.descending = sens == "desc"
        self.blocking_only = bool(bloquants)
        self.page = page
        self.unfolded = ouvert


TheArrangement = Annotated[Arrangement, Depends()]


@dataclass(frozen=True, kw_only=True)
class Row:
    """A row of the table: its finding, the proof if it is unfolded, and where it (un)folds."""

    line: Line
    proof: ShownProof | None
    turn: str
    fragment: str


@dataclass(frozen=True, kw_only=True)
class Head:
    """A column that sorts: its address, and how the table is sorted by it (empty: it isn't)."""

    title: str
    address: str
    sorted: str


@dataclass(frozen=True, kw_only=True)
class Table:
    """A page of findings; `order` and `sort`: what keeps the order in a form."""

    count: int
    blocking: int
    to_confirm: int
    blocking_only: bool
    sort: str
    order: str
    heads: tuple[Head, ...]
    rows: tuple[Row, ...]
    first: int
    before: str
    after: str


COLUMNS: dict[str, tuple[str, Callable[[Line], tuple[object, ...]]]] = {
    "personne": ("Personne", lambda line: (alphabetical(line.who), line.on)),
    "jour": ("Jour", lambda line: (line.on, alphabetical(line.who))),
    "regle": ("Règle", lambda line: (line.rule, alphabetical(line.who))),
    "article": ("Article", lambda line: (line.article, alphabetical(line.who))),
    "mesure": ("Mesuré", lambda line: line.measured),
    "limite": ("Limite", lambda line: line.limit),
    "repond": ("Qui répond", lambda line: (line.answers, alphabetical(line.who))),
}
"""The columns, by the word that sorts by them in the address."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a table stands: its address, that of one proof, and parameters that both keep."""

    path: str
    proof: str
    query: Mapping[str, str]

    def address(self, **more: str) -> str:
        """Return the address of the table with other parameters."""
        return f"{self.path}?{urlencode({**self.query, **more})}"

    def fragment(self, code: str) -> str:
        """Return the address of a finding's proof alone."""
        return f"{self.proof}?{urlencode({**self.query, 'code': code})}"


def table_of(
    lines: Sequence[Line],
    proof: Callable[[str], ShownProof | None],
    place: Place,
    arrangement: Arrangement,
    columns: Sequence[str] = tuple(COLUMNS),
) -> Table:
    """
    Sort findings, those that block first unless a column is asked for; cut a page.

    `proof`: gives what a finding unfolds to, by its code; it is called for the one unfolded.
    """
    kept = [line for line in lines if line.blocks or not arrangement.blocking_only]
    sort, descending = arrangement.sort, arrangement.descending
    if sort:
        kept.sort(key=COLUMNS[sort][1], reverse=descending)
    begin = (arrangement.page - 1) * PAGE
    more = {"bloquants": "oui"} if arrangement.blocking_only else {}
    order = {"tri": sort, "sens": "desc" if descending else "asc"} if sort else {}

    def at(number: int) -> str:
        return place.address(**more, **order, page=str(number))

    def row(line: Line) -> Row:
        unfolded = line.code == arrangement.unfolded
        here = {**more, **order, "page": str(arrangement.page)}
        turned = here if unfolded else {**here, "ouvert": line.code}
        return Row(
            line=line,
            proof=proof(line.code) if unfolded else None,
            turn=f"{place.address(**turned)}#{line.code}",
            fragment=place.fragment(line.code),
        )

    return Table(
        count=len(lines),
        blocking=sum(1 for line in lines if line.blocks),
        to_confirm=sum(1 for line in lines if line.to_confirm),
        blocking_only=arrangement.blocking_only,
        sort=sort,
        order="desc" if descending else "asc",
        heads=tuple(_head(name, place, arrangement, more) for name in columns),
        rows=tuple(row(line) for line in kept[begin : begin + PAGE]),
        first=begin + 1,
        before=at(arrangement.page - 1) if arrangement.page > 1 else "",
        after=at(arrangement.page + 1) if begin + PAGE < len(kept) else "",
    )


def _head(name: str, place: Place, arrangement: Arrangement, more: Mapping[str, str]) -> Head:
    mine = arrangement.sort == name
    turn = "desc" if mine and not arrangement.descending else "asc"
    direction = "descending" if arrangement.descending else "ascending"
    return Head(
        title=COLUMNS[name][0],
        address=place.address(**more, tri=name, sens=turn),
        sorted=direction if mine else "",
    )
