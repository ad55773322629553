"""
Read a dispositif's templates as a week: a row a slot, with how many people each day asks for.

A row is what several templates have in common: place, hours, breaks, options. It holds whole rows
of the association, so that what no screen shows of them (weights, titles…) goes through unchanged.
Of a row that nobody could lawfully hold, it is said why, and which break would mend that.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from typing import Any, TypeVar

from api.data.association import Association
from api.data.building.values import from_row
from api.data.rows.columns import Row, cells_of
from api.data.rows.demand import BreakRow, ExceptionRow, NeedRow, TemplateRow
from api.data.warnings import unlawful_findings
from api.french.words import capital
from calendars.templates.clock import TemplateBreak
from calendars.templates.template import Template
from scheduler.domain.duty import BreakKind
from scheduler.domain.slots import Need
from scheduler.errors import InvalidProblemError

R = TypeVar("R", bound=Row)
Figure = tuple[int, int]
"""How many people at least, and how many are wanted."""

Cells = tuple[Figure | None, ...]
"""One figure a day, from Monday on (None: nobody is needed that day)."""

NOBODY: Cells = (None,) * 7
NO_DAY = frozenset[int]()
MARK = 8


def changed(row: R, **values: Any) -> R:
    """Return a row with other values in some fields."""
    return type(row).model_construct(None, **{**row.__dict__, **values})


@dataclass(frozen=True, kw_only=True)
class WeekRow:
    """
    A row of the week: its templates have all but days and figures in common.

    `template` has no id and no days; `need` names no template, and its maximum is what it accepts
    beyond the figure that is wanted. `keys`: of the stored templates that it was read from.
    """

    template: TemplateRow
    need: NeedRow
    breaks: tuple[BreakRow, ...] = ()
    cells: Cells = NOBODY
    keys: tuple[int, ...] = field(default=(), compare=False)

    @property
    def common(self) -> tuple[Row, ...]:
        """Return what the row's templates have in common."""
        return (self.template, self.need, *self.breaks)

    def stands_as(self, other: WeekRow) -> bool:
        """Whether another row has the same place, hours and options, whatever its team."""
        return self._template == other._template

    def says(self, other: WeekRow) -> bool:
        """Whether another row says all the same, whatever its team and its templates."""
        rest = [(row.need, row.breaks, row.cells) for row in (self, other)]
        return self.stands_as(other) and rest[0] == rest[1]

    @property
    def _template(self) -> TemplateRow:
        return changed(self.template, team="")

    @property
    def days(self) -> frozenset[int]:
        """Return the days of the week on which somebody is needed."""
        return frozenset(day for day, figure in enumerate(self.cells) if figure is not None)

    @property
    def figures(self) -> Mapping[Figure, frozenset[int]]:
        """Return the days of each figure, in the order of the week: a template each."""
        table: dict[Figure, set[int]] = defaultdict(set)
        for day, figure in enumerate(self.cells):
            if figure is not None:
                table[figure].add(day)
        return {figure: frozenset(days) for figure, days in table.items()}

    def template_of(self, ident: str, days: frozenset[int]) -> TemplateRow:
        """Return the template of some of its days."""
        return changed(self.template, id=ident, weekdays=days)

    def need_of(self, ident: str, figure: Figure) -> NeedRow:
        """Return the need of a template of this figure."""
        minimum, wanted = figure
        return changed(
            self.need,
            template=ident,
            minimum=minimum,
            target=wanted,
            maximum=wanted + self.need.maximum,
        )

    def breaks_of(self, ident: str) -> list[BreakRow]:
        """Return the breaks of a template."""
        return [changed(each, template=ident) for each in self.breaks]


@dataclass(frozen=True, kw_only=True)
class Stored:
    """The rows of a dispositif's demand as they are kept, by key; others by their template."""

    templates: Mapping[int, TemplateRow]
    needs: Mapping[str, Sequence[tuple[int, NeedRow]]]
    breaks: Mapping[str, Sequence[tuple[int, BreakRow]]]
    exceptions: Mapping[str, Sequence[tuple[int, ExceptionRow]]]

    @classmethod
    def read(cls, rows: Callable[[str], Iterable[tuple[int, Any]]]) -> Stored:
        """Gather the rows; `rows` yields those of a kind, with their keys."""
        return cls(
            templates=dict(rows("gabarits")),
            needs=_by_template(rows("besoins")),
            breaks=_by_template(rows("pauses")),
            exceptions=_by_template(rows("exceptions")),
        )

    def week(self, day: date) -> tuple[list[WeekRow], list[int]]:
        """
        Return the rows of the week that run on `day` or later, and the templates that no row says.

        A template with several needs is none's: a cell has one figure.
        """
        rows: dict[tuple[Row, ...], list[WeekRow]] = defaultdict(list)
        others = []
        for key, template in self.templates.items():
            if template.until is not None and template.until < day:
                continue
            if len(self.needs.get(template.id, ())) != 1:
                others.append(key)
                continue
            row = self._row(key, template)
            alike = rows[row.common]
            place = next((n for n, other in enumerate(alike) if not other.days & row.days), None)
            if place is None:
                alike.append(row)
            else:
                alike[place] = _joined(alike[place], row)
        return sorted((row for alike in rows.values() for row in alike), key=_order), others

    def _row(self, key: int, template: TemplateRow) -> WeekRow:
        ((_, need),) = self.needs[template.id]
        figure = (need.minimum, need.target)
        breaks = (changed(each, template="") for _, each in self.breaks.get(template.id, ()))
        return WeekRow(
            template=changed(template, id="", weekdays=NO_DAY),
            need=changed(
                need, template="", minimum=0, target=0, maximum=need.maximum - need.target
            ),
            breaks=tuple(sorted(breaks, key=lambda pause: str(cells_of(pause)))),
            cells=tuple(figure if day in template.weekdays else None for day in range(7)),
            keys=(key,),
        )

    def mark(self, row: WeekRow) -> str:
        """Return what tells whether the row's templates were changed since it was shown."""
        said = repr([*map(cells_of, row.common), row.cells, row.keys])
        return sha256(said.encode()).hexdigest()[:MARK]


def _by_template(rows: Iterable[tuple[int, Any]]) -> Mapping[str, Sequence[tuple[int, Any]]]:
    table: dict[str, list[tuple[int, Any]]] = defaultdict(list)
    for key, row in rows:
        table[row.template].append((key, row))
    return dict(table)


def _joined(row: WeekRow, other: WeekRow) -> WeekRow:
    return WeekRow(
        template=row.template,
        need=row.need,
        breaks=row.breaks,
        cells=tuple(a or b for a, b in zip(row.cells, other.cells, strict=True)),
        keys=(*row.keys, *other.keys),
    )


def _order(row: WeekRow) -> tuple[Any, ...]:
    template = row.template
    return template.site, template.start, template.end, template.since, min(row.keys)


DATE = re.compile(r" le (dimanche )?\d\d/\d\d/\d{4}")
CURES = (20, 30, 45, 60, 90, 120)
"""Minutes of a break that may make a row lawful, the shortest first: 20 are due after 6 hours."""


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """Why a row can't be held as it is; `minutes`: of the break that cures it (0: none does)."""

    text: str
    minutes: int = 0


def troubles_of(row: WeekRow, association: Association) -> list[Trouble]:
    """
    Return what the law refuses of a row, each with the shortest break that leaves nothing refused.

    A row that contradicts itself has none: it is refused otherwise.
    """
    texts = list(_findings(row, association))
    if not texts:
        return []
    cure = next((each for each in CURES if _cures(row, each, association)), 0)
    return [Trouble(text=text, minutes=cure) for text in texts]


def _cures(row: WeekRow, minutes: int, association: Association) -> bool:
    if len(row.breaks) > 1 or any(minutes <= each.minutes for each in row.breaks):
        return False
    return not list(_findings(replace(row, breaks=(lengthened(row, minutes),)), association))


def lengthened(row: WeekRow, minutes: int) -> BreakRow:
    """Return the break of a row made as long as that; a new one isn't paid, at nobody's hour."""
    for pause in row.breaks:
        return changed(pause, minutes=minutes)
    return BreakRow.model_construct(
        None, template="", minutes=minutes, at=None, kind=BreakKind.UNPAID
    )


def _findings(row: WeekRow, association: Association) -> Iterator[str]:
    agency = next(
        (d.agency for d in association.dispositifs if d.id == row.template.dispositif), ""
    )
    try:
        template = from_row(
            Template,
            row.template_of("semaine", row.days),
            agency=agency,
            needs=(from_row(Need, row.need_of("", (1, 1)), titles=frozenset(row.need.titles)),),
            breaks=tuple(from_row(TemplateBreak, pause) for pause in row.breaks),
            supervises=frozenset(row.template.supervises),
        )
        findings = unlawful_findings(template, association)
    except InvalidProblemError:
        return
    yield from dict.fromkeys(
        f"{_undated(finding.message)} ({finding.article})" for finding in findings
    )


def _undated(message: str) -> str:
    """Return what a finding says of any week: neither the hours of its row, nor a date."""
    said = message.partition(" : ")[2] or message
    return capital(DATE.sub(lambda date: " le dimanche" if date[1] else "", said).rstrip("."))
