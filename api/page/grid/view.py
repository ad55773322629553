"""
What the template of a grid gets: a month's rows, cells and marks, as texts and class names.

All is computed from a month's frame and a version's assignments. The reason of an absence is never
among them.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sized
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from api.french.words import DAYS, KINDS, brief, capital, clock_time, day_of_month, month_name
from api.month.findings import findings_of
from api.month.frames import Frame
from api.month.reading.drawing import drawn_grid
from api.page.grid.filters import EVERYTHING, Filters, View
from api.page.grid.marks import (
    WORST,
    Block,
    Cell,
    Cover,
    Day,
    DayPosts,
    Gap,
    GridView,
    Holder,
    Line,
    Mark,
    Open,
    PostLine,
    mark_of,
    slot_words,
    spoken,
)
from api.page.grid.panel import level_of
from api.planning.counters import workers_of
from api.planning.grid import Column, CoverageRow, Grid, Row, Section
from api.planning.holes import Hole, open_words
from api.planning.names import Names, names_of
from scheduler.domain.people import Mediator
from scheduler.domain.posts import Posts
from scheduler.domain.problem import Assignment
from scheduler.domain.time import week_of
from scheduler.finding import Finding

LETTERS = "LMMJVSD"
ABOVE = 2
"""Rows of a dispositif above those of its people: its title, its open posts."""


def view_of(
    frame: Frame,
    assignments: frozenset[Assignment],
    now: datetime,
    *,
    dispositifs: Iterable[str] | None = None,
    people: Collection[str] | None = None,
    covered: Collection[str] | None = None,
    filters: Filters = EVERYTHING,
) -> GridView:
    """
    Return the view of a version (see `Frame.rota`): some dispositifs, or all it decides.

    `people`: whose rows are drawn (None: everybody's), of those that the filters keep. `covered`:
    the dispositifs whose holes and coverage are worked out (None: all). Raises `Refusal`: the
    filters name a day that isn't of the month (422).
    """
    drawn = drawn_grid(
        frame,
        assignments,
        now,
        dispositifs=dispositifs,
        people=people,
        covered=covered,
        once=drawn_together(frame, filters),
    )
    return _Drawing(
        names=names_of(frame.association),
        people=frame.problem.mediator_of,
        drawn=drawn,
        proofs=_proofs(findings_of(frame, assignments, now=now)),
        filters=filters,
        places=filters.places(drawn, now),
        workers=workers_of(frame.problem),
    ).view()


def drawn_together(frame: Frame, filters: Filters) -> frozenset[str]:
    """Return the dispositifs that one page shows, of which a person has a row in one alone."""
    return frozenset() if filters.dispositif else frozenset(s.dispositif for s in frame.slots)


@dataclass(frozen=True, kw_only=True)
class _Drawing:
    """
    The drawing of one grid.

    `proofs`: the worst finding that each shift proves. `workers`: see `workers_of`.
    """

    names: Names
    people: Mapping[str, Mediator]
    drawn: Grid
    proofs: Mapping[tuple[str, str], str]
    filters: Filters
    places: tuple[int, ...]
    workers: frozenset[str]

    def view(self) -> GridView:
        shown = tuple(self.filters.sections(self.drawn, self.places, self.names))
        people = _count(rows for _, rows in shown)
        people_in_all = _count(section.rows for section in self.drawn.sections)
        rows = 1 + sum(_height(section, rows) for section, rows in shown)
        rows_in_all = 1 + sum(_height(section, section.rows) for section in self.drawn.sections)
        starts = dict(self._starts()) if rows < rows_in_all else {}
        return GridView(
            month=month_name(self.drawn.first),
            wide=self.filters.wide,
            days=tuple(self._day(self.drawn.columns[place]) for place in self.places),
            blocks=tuple(
                self._block(section, rows, starts.get(section.dispositif, 0))
                for section, rows in shown
            ),
            people=people,
            people_in_all=people_in_all,
            days_in_all=len(self.drawn.columns),
            rows=rows,
            rows_in_all=rows_in_all,
            codes=tuple(
                sorted((code, self.names.site(site)) for site, code in self.drawn.codes.items())
            ),
        )

    def _starts(self) -> Iterator[tuple[str, int]]:
        """Yield where each dispositif's first row stands among all rows, the row of days first."""
        place = 2
        for section in self.drawn.sections:
            yield section.dispositif, place
            place += _height(section, section.rows)

    def _block(self, section: Section, rows: tuple[Row, ...], start: int) -> Block:
        people = start + ABOVE
        numbered = enumerate(section.rows, people) if start else ()
        places = {row.mediator.id: place for place, row in numbered}
        return Block(
            id=section.dispositif,
            title=section.title,
            agency=section.agency,
            missing=section.posts.open,
            under=section.posts.under,
            gaps=tuple(self._gap(section.holes[place], place) for place in self.places)
            if section.holes
            else (),
            lines=tuple(
                self._line(row, section.dispositif, places.get(row.mediator.id, 0)) for row in rows
            ),
            coverage=tuple((KINDS[row.kind], self._cover(row)) for row in section.coverage),
            place=start,
            covered=people + len(section.rows) if start else 0,
            elsewhere=not section.rows
            and any(section.dispositif in who.dispositifs for who in self.people.values()),
        )

    def _line(self, row: Row, dispositif: str, place: int) -> Line:
        counters, days = row.counters, row.counters.forfait
        return Line(
            person=row.mediator.id,
            name=row.mediator.name,
            badges=tuple(badge.value for badge in row.badges),
            contract=row.contract_words,
            partners=tuple(brief(self.people[other].name) for other in row.partners),
            cells=tuple(self._cell(row, place, dispositif) for place in self.places),
            planned=_rounded(counters.planned) if days is None else days.done,
            due=_rounded(counters.due) if days is None else days.number,
            days=days is not None,
            rolling=_signed(_rounded(counters.rolling)) if days is None else "",
            nights=counters.nights,
            days_off_worked=counters.days_off,
            blocking=row.findings.blocking,
            to_confirm=row.findings.to_confirm,
            place=place,
            counted=row.mediator.id in self.workers or counters.planned > 0,
            week=self._week(row),
            rhythm=counters.rhythm,
        )

    def _week(self, row: Row) -> str:
        """Write the hours of the week that is shown beside the contract's: `28/35 h`."""
        if self.filters.view is not View.WEEK or self.filters.day or not self.places:
            return ""
        monday = week_of(self.drawn.columns[self.places[0]].day)
        worked = dict(row.counters.weeks).get(monday, 0)
        return f"{_rounded(worked)}/{_rounded(row.weekly_of(monday))} h"

    def _cell(self, row: Row, place: int, dispositif: str) -> Cell:
        chips, before, person = row.cells[place], row.before[place], row.mediator.id
        marks = tuple(
            mark_of(
                chip,
                names=self.names,
                people=self.people,
                dispositif=dispositif,
                day=self.drawn.columns[place].day,
                worst=self.proofs.get((person, chip.duty), "") if chip.duty else "",
                wide=self.filters.wide,
            )
            for chip in chips
        )
        label = " ; ".join(mark.label for mark in marks)
        classes = _tint(self.drawn.columns[place])
        if before or any(chip.changed for chip in chips):
            there = " ; ".join(spoken(chip, self.names) for chip in before) or "libre"
            label = f"{label or 'libre'}, modifié depuis la publication, avant : {there}"
            if not any(chip.changed for chip in chips):
                classes = f"{classes} change".strip()
        return Cell(classes=classes, marks=marks, label=label)

    def _day(self, column: Column) -> Day:
        day = column.day
        holiday = f", {column.holiday}" if column.holiday else ""
        return Day(
            number=day.day,
            letter=DAYS[day.weekday()] if self.filters.wide else LETTERS[day.weekday()],
            iso=day.isoformat(),
            label=f"{day_of_month(day)}{holiday}",
            classes=_tint(column),
        )

    def _gap(self, holes: tuple[Hole, ...], place: int) -> Gap:
        tint = _tint(self.drawn.columns[place])
        needs = tuple(
            self._open(hole)
            for hole in sorted(holes, key=lambda h: (not h.vital, -h.missing, h.slot.span.first))
        )
        count = sum(need.missing for need in needs)
        return Gap(
            classes=f"{tint} vital".strip() if any(need.vital for need in needs) else tint,
            count=count,
            needs=needs,
            label=f"{open_words(count, sum(hole.under for hole in holes))} : "
            + " ; ".join(need.label for need in needs)
            if needs
            else "",
        )

    def _open(self, hole: Hole) -> Open:
        slot = hole.slot
        start, end = slot.span.start, slot.span.end
        return Open(
            slot=slot.id,
            key=slot.id.removesuffix(f"-{slot.span.day}"),
            code=(self.names.site(slot.site) or capital(KINDS[slot.kind]))
            if self.filters.wide
            else self.drawn.codes.get(slot.site, KINDS[slot.kind][0].upper()),
            missing=hole.missing,
            vital=hole.vital,
            label=(
                f"{self.names.site(slot.site) or KINDS[slot.kind]} "
                f"{clock_time(start)} à {clock_time(end)}, il manque {hole.missing}"
                f"{f', dont {hole.under} sous le minimum' if hole.under else ''}"
            ),
        )

    def _covered(self, cell: Posts, column: Column) -> Cover:
        state = "vital" if cell.vital else "court" if cell.open else "plein"
        words = {"vital": "sous le minimum", "plein": "complet", "court": "sous la cible"}[state]
        return Cover(
            text=cell.words,
            state=state,
            label=f"{cell.have} sur {cell.target}, {words}",
            link="" if self.filters is EVERYTHING else self._day_links[column.day],
        )

    @cached_property
    def _day_links(self) -> Mapping[date, str]:
        # A day alone is wide, so the month's view needn't be named a hundred times.
        view = None if self.filters.view is View.MONTH else self.filters.view
        days = (column.day for column in self.drawn.columns)
        return {day: self.filters.link(view=view, day=day) for day in days}

    def _cover(self, row: CoverageRow) -> tuple[Cover | None, ...]:
        return tuple(
            None if cell is None else self._covered(cell, self.drawn.columns[place])
            for place, cell in ((place, row.cells[place]) for place in self.places)
        )


def _proofs(findings: Iterable[Finding]) -> Mapping[tuple[str, str], str]:
    """Return the worst finding that each person's shift proves: what blocks, or is to confirm."""
    worst: dict[tuple[str, str], str] = {}
    for finding in findings:
        level = level_of(finding)
        for duty in finding.evidence if level in WORST else ():
            if level == "bloquant" or (finding.subject, duty) not in worst:
                worst[finding.subject, duty] = level
    return worst


def _tint(column: Column) -> str:
    return "ferie" if column.holiday else "we" if column.weekend else ""


def _height(section: Section, people: Sized) -> int:
    """Return how many rows a dispositif has with those of some of its people."""
    return ABOVE + len(people) + len(section.coverage)


def _count(sections: Iterable[Iterable[Row]]) -> int:
    """Return how many people have a row: a person may have one in several dispositifs."""
    return len({row.mediator.id for rows in sections for row in rows})


def _signed(hours: int) -> str:
    """Write a balance with its sign: `+2`, `−36`, `0`."""
    return f"{hours:+d}".replace("-", "−") if hours else "0"


def _rounded(minutes: int) -> int:
    """Return minutes as whole hours, to the nearest."""
    return (minutes + 30) // 60 if minutes >= 0 else -((-minutes + 30) // 60)


def days_of(view: GridView, frame: Frame) -> tuple[DayPosts, ...]:
    """List what a view shows, by day."""
    return tuple(
        DayPosts(iso=day.iso, label=day.label, posts=tuple(_posts(view, frame, place)))
        for place, day in enumerate(view.days)
    )


def _posts(view: GridView, frame: Frame, place: int) -> list[PostLine]:
    slots, names = frame.problem.slot_of, names_of(frame.association)
    holders: dict[str, dict[str, tuple[str, Mark]]] = defaultdict(dict)
    missing: dict[str, int] = defaultdict(int)
    vital = set()
    for block in view.blocks:
        for line in block.lines:
            for mark in line.cells[place].marks:
                # Training and a night of the month before are no posts of this month.
                if mark.slot in slots:
                    holders[mark.slot][line.person] = line.name, mark
        for need in block.gaps[place].needs:
            missing[need.slot] += need.missing
            vital |= {need.slot} if need.vital else set()
    return [
        PostLine(
            slot=slot,
            words=capital(slot_words(slots[slot], names)),
            classes=slots[slot].kind.value,
            holders=tuple(
                Holder(person=person, name=name, icons=mark.icons, notes=mark.notes)
                for person, (name, mark) in holders[slot].items()
            ),
            missing=missing[slot],
            vital=slot in vital,
        )
        for slot in sorted({*holders, *missing}, key=lambda s: (slots[s].span.first, s))
    ]
