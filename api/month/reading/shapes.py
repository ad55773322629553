"""Shapes of a version's grid and coverage."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pydantic import BaseModel, Field

from api.judging.shapes import BreakOut
from api.web.answer import Out

if TYPE_CHECKING:
    from collections.abc import Iterable

    from api.planning.chips import Chip
    from api.planning.grid import Grid, Row, Section
    from api.web.paging import Paging
    from scheduler.domain.posts import Posts


class ChipOut(Out):
    """
    One entry of a cell; see `api.planning.chips.Chip`. An absence has no reason.

    `hold`: why the shift stays where it is (`commence`: it has begun; `ailleurs`: another planning
    decides it; `verrouille`; null: it may be moved). `unpublished`: nothing of its dispositif is
    published; `changed`: the person isn't published on it. `partners`: who else holds it, where
    nobody works alone; `pair`: of a binôme fixe.
    """

    kind: str = Field(examples=["jour"])
    code: str = Field(examples=["PLA"])
    text: str = Field(examples=["PLA 9h–16h30"])
    start: str
    end: str
    over: bool
    carried: bool
    locked: bool
    fixed: bool
    slot: str = Field(validation_alias="duty")
    dispositif: str
    site: str
    hold: str | None
    unpublished: bool
    changed: bool
    partners: list[str]
    pair: bool
    breaks: list[BreakOut]


class RowOut(BaseModel):
    """
    One person: a list of entries a day. Findings: blocking, to confirm, other.

    `before`: what is published for the person and isn't in the version, a list a day. `partners`:
    of binômes fixes. `balance`: planned minus due; `rolling`: since 1 January. `days_off_worked`:
    Saturdays, Sundays and public holidays.
    """

    person: str
    name: str
    role: str
    badges: list[str]
    contract_percent: int
    partners: list[str]
    cells: list[list[ChipOut]]
    before: list[list[ChipOut]]
    planned: int
    due: int
    balance: int
    rolling: int
    nights: int
    days_off_worked: int
    blocking: int
    to_confirm: int
    other: int


class ColumnOut(Out):
    """One day; `holiday`: its name."""

    day: date
    weekend: bool
    holiday: str


class HoleOut(BaseModel):
    """A need of a slot that fewer people hold than its target."""

    slot: str
    roles: list[str]
    have: int
    minimum: int
    target: int
    vital: bool


class CoverOut(Out):
    """Posts of one kind on one day (null: none that day)."""

    have: int
    minimum: int
    target: int
    vital: bool


class GridSiteOut(BaseModel):
    """A site and its short code."""

    code: str
    name: str
    address: str


class SectionOut(BaseModel):
    """A dispositif's month; `people`: how many rows it has over all pages."""

    dispositif: str
    title: str
    agency: str
    people: int
    rows: list[RowOut]
    holes: list[list[HoleOut]]
    coverage: dict[str, list[CoverOut | None]]
    sites: list[GridSiteOut]


class GridOut(BaseModel):
    """A month of some dispositifs; a page has so many rows in all, and `next` is the next one."""

    first: date
    last: date
    columns: list[ColumnOut]
    sections: list[SectionOut]
    next: str | None


def grid_out(drawn: Grid, page: Paging) -> GridOut:
    """Write a page of a grid's rows, each under its section."""
    rows = [(section, row) for section in drawn.sections for row in section.rows]
    shown = page.part(rows, lambda pair: pair)
    # A dispositif where nobody has a row is told with the first page.
    there = {section.dispositif for section, _ in shown.items} | (
        {section.dispositif for section in drawn.sections if not section.rows}
        if page.place == 0
        else set()
    )
    return GridOut(
        first=drawn.first,
        last=drawn.last,
        columns=[ColumnOut.model_validate(column) for column in drawn.columns],
        sections=[
            _section(section, [row for other, row in shown.items if other is section])
            for section in drawn.sections
            if section.dispositif in there
        ],
        next=shown.next,
    )


def _section(section: Section, rows: Iterable[Row]) -> SectionOut:
    return SectionOut(
        dispositif=section.dispositif,
        title=section.title,
        agency=section.agency,
        people=len(section.rows),
        rows=list(map(_row, rows)),
        holes=[
            [
                HoleOut(
                    slot=hole.slot.id,
                    roles=sorted(role.value for role in hole.need.roles),
                    have=hole.have,
                    minimum=hole.need.minimum,
                    target=hole.need.posts,
                    vital=hole.vital,
                )
                for hole in cell
            ]
            for cell in section.holes
        ],
        coverage={row.kind.value: [_cover(cell) for cell in row.cells] for row in section.coverage},
        sites=[GridSiteOut(code=c, name=n, address=a) for c, n, a in section.sites],
    )


def _row(row: Row) -> RowOut:
    return RowOut(
        person=row.mediator.id,
        name=row.mediator.name,
        role=row.mediator.role.value,
        badges=[badge.value for badge in row.badges],
        contract_percent=row.contract_percent,
        partners=list(row.partners),
        cells=_cells(row.cells),
        before=_cells(row.before),
        planned=row.counters.planned,
        due=row.counters.due,
        balance=row.counters.balance,
        rolling=row.counters.rolling,
        nights=row.counters.nights,
        days_off_worked=row.counters.days_off,
        blocking=row.findings.blocking,
        to_confirm=row.findings.to_confirm,
        other=row.findings.other,
    )


def _cells(cells: Iterable[Iterable[Chip]]) -> list[list[ChipOut]]:
    return [[ChipOut.model_validate(chip) for chip in cell] for cell in cells]


def _cover(cell: Posts | None) -> CoverOut | None:
    return None if cell is None else CoverOut.model_validate(cell)
