"""Days of June with three hours of work each, for the rules that count days, hours or weekends."""

from collections.abc import Iterable
from typing import Any

from scheduler.domain.limits import Limit
from scheduler.domain.problem import Problem, Worked
from scheduler.domain.slots import Slot
from scheduler.rule import Rule
from tests.constraints.small import messages, person, problem, rota, slot, span, worked

HOURS = ("09:00", "12:00")
FORTNIGHT = range(1, 15)


def slots_on(days: Iterable[int]) -> list[Slot]:
    """One slot a day: `s3` on 3 June."""
    return [slot(f"s{n}", *(f"{n:02d} {hour}" for hour in HOURS)) for n in days]


def work_on(days: Iterable[int]) -> tuple[Worked, ...]:
    """Duties of Ana that aren't decided: `p3` on 3 June."""
    return tuple(worked("ana", f"p{n}", *(f"{n:02d} {hour}" for hour in HOURS)) for n in days)


def fortnight(*limits: Limit, more: Iterable[Slot] = (), **rest: Any) -> Problem:
    """Ana alone, with a slot on each day of two weeks."""
    return problem([person("ana")], [*slots_on(FORTNIGHT), *more], limits=limits, **rest)


def second_week(limit: Limit, *past: int, **rest: Any) -> Problem:
    """Ana alone from 6 to 13 June, with the days that she worked before."""
    return problem(
        [person("ana")],
        slots_on(range(6, 11)),
        limits=(limit,),
        history=work_on(past),
        horizon=span("06 00:00", "14 00:00"),
        **rest,
    )


def says(rule: Rule, of: Problem, *days: int | str) -> list[str]:
    """What a rule says where Ana holds the slots of these days (`3`), or named (`night`)."""
    names = (f"s{day}" if isinstance(day, int) else day for day in days)
    return messages(rule, rota(of, *(f"ana {name}" for name in names)))
