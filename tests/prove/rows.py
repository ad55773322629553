"""From a rota of the product to plain rows: what a person would read on the wall."""

from collections import defaultdict

from scheduler.domain.duty import Break, Duty
from scheduler.domain.employment.contracts import HoursBasis
from scheduler.domain.employment.grounds import GroundKind
from scheduler.domain.people import Mediator
from scheduler.domain.problem import Problem, Training
from scheduler.domain.rota import Rota
from scheduler.domain.slots import Slot, SlotKind
from tests.prove.minutes import Case, Contract, Person, Sundays
from tests.prove.tape import DAY, Row, local


def cases_of(rota: Rota) -> dict[str, Case]:
    """Return each person's rows, with what else the check by the minute asks."""
    problem = rota.problem
    slots = {slot.id: slot for slot in problem.slots}
    named = [(w.duty.id, w.mediator, row_of(w.mediator, w.duty)) for w in problem.history]
    named += [(t.id, t.mediator, class_of(t)) for t in problem.trainings]
    named += [
        (assignment.slot, assignment.mediator, _post(assignment.mediator, slots[assignment.slot]))
        for assignment in rota.assignments
    ]
    rows: dict[str, list[Row]] = defaultdict(list)
    # In the order of ids: of two at the same time, the timeline has them so.
    for _, who, row in sorted(named, key=lambda named_row: named_row[:2]):
        rows[who].append(row)
    return {m.id: case_of(problem, m, tuple(rows[m.id])) for m in problem.mediators}


def case_of(problem: Problem, who: Mediator, rows: tuple[Row, ...]) -> Case:
    """Return the rows of a person, with what the problem tells of the person and the horizon."""
    first, last = local(problem.horizon.first).date(), local(problem.horizon.last - 1).date()
    since = who.night_worker_since
    travel = {(a, b): minutes for a, b, minutes in problem.travel}
    hired = min((c.start for c in who.contracts), default=None)
    known = problem.known_since
    return Case(
        rows=rows,
        person=Person(
            birth=who.birth,
            contracts=tuple(
                Contract(c.start, c.end, c.weekly_minutes, c.basis is HoursBasis.YEAR)
                for c in who.contracts
            ),
            night_since=(since or first.replace(year=1900)) if who.night_worker else None,
        ),
        begin=first,
        end=last + DAY,
        travel={**travel, **{(b, a): minutes for (a, b), minutes in travel.items()}},
        holidays=problem.holidays,
        sundays=tuple(
            Sundays(g.since, g.until, g.agency, g.dispositif)
            for g in problem.grounds
            if g.kind is GroundKind.SUNDAY
        ),
        # Before the first contract there is nothing to know.
        known=known if known is None or hired is None else max(known, hired),
    )


def row_of(who: str, duty: Duty) -> Row:
    """Write a duty as a row."""
    return Row(
        who=who,
        begin=duty.span.start.isoformat(),
        end=duty.span.end.isoformat(),
        kind=duty.kind.value,
        breaks=_breaks(duty.breaks),
        site=duty.site,
        agency=duty.agency,
        dispositif=duty.dispositif,
    )


def _post(who: str, slot: Slot) -> Row:
    return Row(
        who=who,
        begin=slot.span.start.isoformat(),
        end=slot.span.end.isoformat(),
        kind="oncall_standby" if slot.kind is SlotKind.STANDBY else "work",
        breaks=_breaks(slot.breaks),
        site=slot.site,
        agency=slot.agency,
        dispositif=slot.dispositif,
    )


def class_of(training: Training) -> Row:
    """Write a stretch at the training centre as a row."""
    return Row(
        who=training.mediator,
        begin=training.span.start.isoformat(),
        end=training.span.end.isoformat(),
        kind="training",
        breaks=_breaks(training.breaks),
        site=training.site,
    )


def _breaks(pauses: tuple[Break, ...]) -> tuple[tuple[str | None, int, str], ...]:
    return tuple(
        (None if p.start is None else p.start.isoformat(), p.minutes, p.kind.value) for p in pauses
    )
