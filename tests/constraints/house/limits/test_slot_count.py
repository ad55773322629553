from datetime import date
from typing import Any

from constraints.house.limits.slot_count import RULE
from scheduler.domain.limits import Every, Limit, LimitKind
from scheduler.domain.problem import Problem
from scheduler.domain.slots import SlotKind
from tests.constraints.small import messages, person, problem, rota, slot, span, worked


def limit(**changes: Any) -> Limit:
    bounds: dict[str, Any] = {
        "every": Every.WHOLE,
        "since": date(2026, 6, 1),
        "until": date(2026, 6, 14),
        "templates": frozenset({"N"}),
    }
    return Limit(mediator="ana", kind=LimitKind.SLOTS, **bounds | changes)


def made(template: str, day: int, **changes: Any) -> Any:
    return slot(f"{template}-2026-06-{day:02d}", f"{day:02d} 18:00", f"{day:02d} 22:00", **changes)


def fortnight(*limits: Limit) -> Problem:
    slots = [made(template, day) for template in ("N", "J-2") for day in range(1, 15)]
    return problem([person("ana")], slots, limits=limits)


def says(of: Problem, *slots: str) -> list[str]:
    pairs = (name.split() for name in slots)
    return messages(RULE, rota(of, *(f"ana {t}-2026-06-{int(n):02d}" for t, n in pairs)))


def test_slots_of_the_template_are_counted_and_no_other_one() -> None:
    assert says(fortnight(limit(most=2)), "N 2", "N 4", "J-2 6") == []
    assert says(fortnight(limit(most=2)), "N 2", "N 4", "N 6") == [
        "Ana : 3 créneaux du genre limité à partir du 01/06/2026, au plus 2 créneaux."
    ]


def test_without_a_template_every_slot_counts() -> None:
    every = limit(most=2, templates=frozenset())

    assert len(says(fortnight(every), "N 2", "J-2 4", "N 6")) == 1


def test_too_few_are_said_at_the_end_of_the_period() -> None:
    assert says(fortnight(limit(least=2)), "N 2") == [
        "Ana : 1 créneau du genre demandé jusqu’au 14/06/2026, au moins 2 créneaux."
    ]
    assert says(fortnight(limit(least=2)), "N 2", "N 14") == []
    assert says(fortnight(limit(least=2, every=Every.MONTH, since=None, until=None))) == []


def test_each_week_counts_by_itself_and_dates_cut_it() -> None:
    weekly = limit(most=1, every=Every.WEEK, since=None, until=None)

    assert says(fortnight(weekly), "N 7", "N 8") == []
    assert len(says(fortnight(weekly), "N 8", "N 14")) == 1
    late = limit(most=1, every=Every.WEEK, since=date(2026, 6, 9), until=None)
    assert says(fortnight(late), "N 8", "N 14") == []


def test_what_was_published_before_counts_and_is_not_blamed_on_this_rota() -> None:
    past = tuple(
        worked("ana", f"N-2026-06-{n:02d}", f"{n:02d} 18:00", f"{n:02d} 22:00") for n in (1, 2)
    )
    of = problem(
        [person("ana")],
        [made("N", 12)],
        history=past,
        limits=(limit(most=1),),
        horizon=span("10 00:00", "15 00:00"),
    )

    assert len(messages(RULE, rota(of))) == 1
    assert len(messages(RULE, rota(of, "ana N-2026-06-12"))) == 1


def test_on_call_is_a_slot() -> None:
    of = problem([person("ana")], [made("N", 3, kind=SlotKind.STANDBY)], limits=(limit(most=0),))

    assert len(messages(RULE, rota(of, "ana N-2026-06-03"))) == 1
