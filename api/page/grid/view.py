"""
What the template of a grid gets: a month's rows, cells and marks, as texts and class names.

All is computed from a month's frame and a version's assignments. The reason of an absence is never
among them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.french.plural import plural
from api.french.words import KINDS, day_of_month, month_name
from api.month.findings import findings_of
from api.page.grid.parts import Block, Cell, Cover, Day, Gap, GridView, Line, Mark, Open
from api.planning.chips import Chip, ChipKind
from api.planning.grid import Grid, grid
from api.planning.names import Names, names_of
from calendars.holidays import name_of
from scheduler.domain.time import minute_at
from scheduler.finding import Verdict
from scheduler.publication import begun_slots

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from api.month.frames import Frame
    from api.planning.grid import Column, CoverageRow, Row, Section
    from api.planning.holes import Coverage, Hole
    from scheduler.domain.problem import Assignment
    from scheduler.finding import Finding

LETTERS = "LMMJVSD"
SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
SPOKEN = {
    ChipKind.TRAINING: "centre de formation",
    ChipKind.ABSENCE: "absence",
    ChipKind.OUTSIDE: "hors contrat",
}


def view_of(
    frame: Frame,
    assignments: frozenset[Assignment],
    now: datetime,
    *,
    dispositifs: Iterable[str] | None = None,
    people: Collection[str] | None = None,
) -> GridView:
    """
    Return the view of a version (see `Frame.rota`): some dispositifs, or all it decides.

    `people`: whose rows are drawn (None: everybody's).
    """
    rota, names = frame.rota(assignments), names_of(frame.association)
    findings = findings_of(frame, assignments, now=now)
    days = rota.problem.horizon.days
    drawn = grid(
        rota,
        findings,
        names=names,
        holidays={day: name_of(day) for day in days if day in rota.problem.holidays},
        dispositifs=frame.own if dispositifs is None else dispositifs,
        people=people,
        counters=frame.counters,
    )
    return _Drawing(
        names=names,
        drawn=drawn,
        begun=frozenset(begun_slots(frame.problem, minute_at(now))),
        proofs=_proofs(findings),
        published=frozenset((a.mediator, a.slot) for a in frame.published),
        tints=tuple(_tint(column) for column in drawn.columns),
    ).view()


@dataclass(frozen=True, kw_only=True)
class _Drawing:
    """What the parts of one drawing share; `proofs`: the worst finding that each shift proves."""

    names: Names
    drawn: Grid
    begun: frozenset[str]
    proofs: Mapping[tuple[str, str], str]
    published: frozenset[tuple[str, str]]
    tints: tuple[str, ...]

    def view(self) -> GridView:
        return GridView(
            month=month_name(self.drawn.first),
            days=tuple(map(_day, self.drawn.columns, self.tints)),
            blocks=tuple(self._block(section) for section in self.drawn.sections),
        )

    def _block(self, section: Section) -> Block:
        return Block(
            id=section.dispositif,
            title=section.title,
            agency=section.agency,
            missing=section.hole_count,
            gaps=tuple(map(self._gap, section.holes, self.tints)),
            lines=tuple(self._line(row, section.dispositif) for row in section.rows),
            coverage=tuple((KINDS[row.kind], self._cover(row)) for row in section.coverage),
            sites=section.sites,
        )

    def _line(self, row: Row, dispositif: str) -> Line:
        counters = row.counters
        return Line(
            person=row.mediator.id,
            name=row.mediator.name,
            badges=tuple(badge.value for badge in row.badges),
            percent=row.contract_percent,
            cells=tuple(
                self._cell(chips, tint, row.mediator.id, dispositif)
                for chips, tint in zip(row.cells, self.tints, strict=True)
            ),
            planned=_rounded(counters.planned),
            due=_rounded(counters.due),
            balance=f"{_rounded(counters.balance):+d}" if _rounded(counters.balance) else "0",
            nights=counters.nights,
            days_off_worked=counters.saturdays + counters.sundays + counters.holidays,
            blocking=row.findings.blocking,
            to_confirm=row.findings.to_confirm,
        )

    def _cell(self, chips: tuple[Chip, ...], tint: str, person: str, dispositif: str) -> Cell:
        marks = tuple(self._mark(chip, person, dispositif) for chip in chips)
        return Cell(classes=tint, marks=marks, label=" ; ".join(mark.label for mark in marks))

    def _mark(self, chip: Chip, person: str, dispositif: str) -> Mark:
        classes, icons, said = [chip.kind.value], [], []
        if chip.kind in SPOKEN:
            said.append(SPOKEN[chip.kind])
        else:
            said += [self.names.site(chip.site) or KINDS_SPOKEN[chip.kind], _times(chip)]
        if chip.dispositif and chip.dispositif != dispositif:
            classes.append("autre")
            said.append(self.names.dispositif(chip.dispositif))
        if chip.duty in self.begun and chip.kind not in SPOKEN:
            classes.append("commence")
            said.append("commencé")
        elif chip.fixed and chip.kind not in SPOKEN:
            classes.append("fixe")
            said.append("publié par un autre planning")
        if chip.locked:
            icons.append("verrou")
            said.append("verrouillé")
        if chip.duty and not chip.fixed:
            changed = (person, chip.duty) not in self.published
            if not self.published:
                classes.append("jamais")
            elif changed:
                classes.append("change")
                said.append("modifié depuis la publication")
        worst = self.proofs.get((person, chip.duty)) if chip.duty else None
        if worst is not None:
            icons.append(worst)
            said.append(WORST[worst])
        return Mark(
            code=chip.code,
            time=_start(chip),
            classes=" ".join(classes),
            label=", ".join(said),
            slot=chip.duty,
            icons=tuple(icons),
        )

    def _gap(self, holes: tuple[Hole, ...], tint: str) -> Gap:
        needs = tuple(
            self._open(hole)
            for hole in sorted(holes, key=lambda h: (not h.vital, -h.missing, h.slot.span.first))
        )
        count = sum(need.missing for need in needs)
        return Gap(
            classes=f"{tint} vital".strip() if any(need.vital for need in needs) else tint,
            count=count,
            needs=needs,
            label=f"{plural(count, 'poste')} à pourvoir : " + " ; ".join(n.label for n in needs)
            if needs
            else "",
        )

    def _open(self, hole: Hole) -> Open:
        slot = hole.slot
        start, end = slot.span.start, slot.span.end
        return Open(
            slot=slot.id,
            code=self.drawn.codes.get(slot.site, KINDS[slot.kind][0].upper()),
            time=_clock(start),
            missing=hole.missing,
            vital=hole.vital,
            label=(
                f"{self.names.site(slot.site) or KINDS[slot.kind]} "
                f"{spoken_time(start)} à {spoken_time(end)}, il manque {hole.missing}"
                f"{' (sous le minimum)' if hole.vital else ''}"
            ),
        )

    def _cover(self, row: CoverageRow) -> tuple[Cover | None, ...]:
        return tuple(
            None if cell is None else _covered(cell, column)
            for cell, column in zip(row.cells, self.drawn.columns, strict=True)
        )


KINDS_SPOKEN = {
    ChipKind.DAY: "jour",
    ChipKind.EVENING: "soirée",
    ChipKind.NIGHT: "nuit",
    ChipKind.STANDBY: "astreinte",
}
WORST = {"bloquant": "constat bloquant", "doute": "constat à confirmer"}


def _proofs(findings: Iterable[Finding]) -> Mapping[tuple[str, str], str]:
    """Return the worst finding that each person's shift proves: what blocks, or is to confirm."""
    worst: dict[tuple[str, str], str] = {}
    for finding in findings:
        if finding.blocks and not finding.inherited:
            sign = "bloquant"
        elif finding.verdict is Verdict.TO_CONFIRM:
            sign = "doute"
        else:
            continue
        for duty in finding.evidence:
            if sign == "bloquant" or (finding.subject, duty) not in worst:
                worst[finding.subject, duty] = sign
    return worst


def _tint(column: Column) -> str:
    return "ferie" if column.holiday else "we" if column.weekend else ""


def _day(column: Column, tint: str) -> Day:
    day = column.day
    holiday = f", {column.holiday}" if column.holiday else ""
    return Day(
        number=day.day,
        letter=LETTERS[day.weekday()],
        iso=day.isoformat(),
        label=f"{day_of_month(day)}{holiday}",
        classes=tint,
    )


def _covered(cell: Coverage, column: Column) -> Cover:
    state = "vital" if cell.vital else "plein" if cell.full else "court"
    words = {
        "vital": "sous le minimum",
        "plein": "complet",
        "court": "sous la cible",
    }[state]
    return Cover(
        text=cell.words,
        state=state,
        classes=_tint(column),
        label=f"{cell.have} sur {cell.target}, {words}",
    )


def _rounded(minutes: int) -> int:
    """Return minutes as whole hours, to the nearest."""
    return (minutes + 30) // 60 if minutes >= 0 else -((-minutes + 30) // 60)


def _start(chip: Chip) -> str:
    """Write where a chip begins in five signs at most: `14h`, `21³⁰`, `→6h`, `21³⁰⁺`."""
    if chip.carried:
        return f"→{_short(chip.end)}"
    if not chip.start or chip.kind is ChipKind.TRAINING:
        return ""
    return f"{_short(chip.start)}{'⁺' if chip.over else ''}"


def _short(clock: str) -> str:
    hour, _, minutes = clock.partition("h")
    return hour + (minutes.translate(SUPERSCRIPTS) if minutes else "h")


def _clock(instant: datetime) -> str:
    return _short(f"{instant.hour}h{instant.minute:02d}" if instant.minute else f"{instant.hour}h")


def _times(chip: Chip) -> str:
    if chip.carried:
        return f"jusqu’à {chip.end}"
    return f"{chip.start} à {chip.end}{' le lendemain' if chip.over else ''}"


def spoken_time(instant: datetime) -> str:
    """Write a clock time in a sentence that may wrap: `14 h`, `18 h 30`."""
    return f"{instant.hour} h {instant.minute:02d}" if instant.minute else f"{instant.hour} h"
