"""Count the shapes of one person's weeks, written in one line; its model prices them alike."""

from datetime import date, time, timedelta
from typing import Any

from constraints.shape import ShapeGoal
from scheduler.domain.duty import Duty
from scheduler.domain.employment.contracts import Contract, ContractKind
from scheduler.domain.people import Absence, AbsenceKind, Mediator
from scheduler.domain.problem import Training, Worked
from scheduler.domain.rota import Rota
from scheduler.domain.slots import Need, Slot
from scheduler.domain.time import Span, at, days_span
from tests.constraints.small import person, problem, rota
from tests.constraints.wishes.priced import cost_of

ANA = person("ana")
ONE = Need(minimum=0, target=1, maximum=1)
JUNE = days_span(date(2026, 6, 1), date(2026, 6, 28))  # four civil weeks


def until(last: date) -> Mediator:
    """Build someone who leaves on a day."""
    return person(
        "ana", contracts=(Contract(kind=ContractKind.CDD, start=date(2020, 1, 1), end=last),)
    )


def shift(text: str) -> Span:
    """Build a span from « 2026-06-03 22:00-06:00 », or « 03 22:00-06:00 » in June 2026."""
    day, _, hours = text.rpartition(" ")
    begins, _, ends = hours.partition("-")
    first = date.fromisoformat(day if "-" in day else f"2026-06-{day}")
    start, end = time.fromisoformat(begins), time.fromisoformat(ends)
    return Span(at(first, start), at(first + timedelta(days=end <= start), end))


def days(*numbers: int) -> tuple[str, ...]:
    """Write a plain shift for each day of June."""
    return tuple(f"{n:02d} 09:00-16:00" for n in numbers)


def counted(goal: ShapeGoal, *shifts: str, who: Mediator = ANA, **rest: Any) -> int:
    """Count the shapes of who holds these shifts (see `rota_of`)."""
    return goal.count(rota_of(goal, *shifts, who=who, **rest), who)


def rota_of(
    goal: ShapeGoal,
    *shifts: str,
    who: Mediator = ANA,
    past: tuple[str, ...] = (),
    offered: tuple[str, ...] = (),
    **rest: Any,
) -> Rota:
    """
    Return the rota of who holds these shifts, after seeing that the model prices it alike.

    `past`: shifts that were published before. `offered`: shifts that they could hold too.
    """
    slots = [
        Slot(id=f"s{n}", span=shift(text), dispositif="d", agency="ag", needs=(ONE,))
        for n, text in enumerate((*shifts, *offered))
    ]
    history = tuple(
        Worked(
            mediator="ana",
            duty=Duty(id=f"p{n}", span=shift(text), dispositif="d", decided=False),
        )
        for n, text in enumerate(past)
    )
    of = problem([who], slots, history=history, **{"horizon": JUNE, **rest})
    judged = rota(of, *(f"ana s{n}" for n, _ in enumerate(shifts)))
    assert cost_of(goal, judged) == goal.measure(judged) == goal.paid(judged, who)
    return judged


def away(first: int, last: int, kind: AbsenceKind = AbsenceKind.LEAVE) -> Absence:
    """Build an absence of whole days of June."""
    return Absence(
        mediator="ana", span=days_span(date(2026, 6, first), date(2026, 6, last)), kind=kind
    )


def trained(*numbers: int) -> tuple[Training, ...]:
    """Build days at the centre."""
    return tuple(
        Training(mediator="ana", id=f"t{n}", span=shift(f"{n:02d} 09:00-17:00")) for n in numbers
    )


def month(first: str, last: str) -> Span:
    """Build a horizon from two days."""
    return days_span(date.fromisoformat(first), date.fromisoformat(last))
