from dataclasses import replace
from datetime import date, time, timedelta

from constraints.wishes.usual_partners import GOAL
from scheduler.domain.people import Pair, PairKind
from scheduler.domain.problem import Worked
from scheduler.domain.time import Span, at
from tests.constraints.small import person, problem, rota, slot, worked
from tests.constraints.wishes.priced import cost_of

NAMES = ("ana", "bob", "cleo", "dora", "eva")
TEAM = [person(name) for name in NAMES]
SLOTS = [slot(f"s{n}", f"{n:02d} 09:00", f"{n:02d} 12:00", binome=True) for n in (1, 2)]


def together(days_ago: int, *people: str) -> tuple[Worked, ...]:
    """Put people on one slot of the past."""
    day = date(2026, 6, 1) - timedelta(days=days_ago)
    span = Span(at(day, time(9)), at(day, time(12)))
    plain = worked("ana", f"p-{day}-{people[0]}", "01 09:00", "01 12:00").duty
    return tuple(Worked(mediator=who, duty=replace(plain, span=span)) for who in people)


PAST = (*together(1, "ana", "bob"), *together(2, "ana", "bob"), *together(3, "cleo", "dora"))


def price(*assignments: str, **rest: object) -> int:
    judged = rota(problem(TEAM, SLOTS, **{"history": PAST, **rest}), *assignments)
    assert cost_of(GOAL, judged) == GOAL.measure(judged)
    return GOAL.measure(judged)


def test_people_who_know_each_other_cost_nothing() -> None:
    assert price("ana s1", "bob s1", "cleo s2", "dora s2") == 0


def test_each_person_without_a_usual_partner_counts() -> None:
    assert price("ana s1", "cleo s1", "bob s2", "dora s2") == 4
    assert price("ana s1", "cleo s1", "bob s1") == 1


def test_someone_who_knows_nobody_costs_nothing() -> None:
    assert price("ana s1", "eva s1") == 1


def test_a_slot_that_is_no_binome_costs_nothing() -> None:
    single = [replace(s, binome=False) for s in SLOTS]
    judged = rota(problem(TEAM, single, history=PAST), "ana s1", "cleo s1")

    assert (GOAL.measure(judged), cost_of(GOAL, judged)) == (0, 0)


def test_a_fixed_pair_is_usual_from_the_first_day() -> None:
    pair = Pair(first="eva", second="dora", kind=PairKind.TOGETHER)

    assert price("eva s1", "dora s1", pairs=(pair,)) == 0
    assert price("eva s1", "cleo s1", pairs=(pair,)) == 2


def test_only_eight_weeks_are_remembered() -> None:
    assert GOAL.usual(problem(TEAM, SLOTS, history=together(56, "ana", "bob")))["ana"] == {"bob"}
    assert GOAL.usual(problem(TEAM, SLOTS, history=together(57, "ana", "bob")))["ana"] == set()


def test_at_most_three_people_are_usual_those_met_most() -> None:
    past = (
        *together(1, "ana", "eva"),
        *together(2, "ana", "eva"),
        *together(3, "ana", "dora", "cleo", "bob"),
    )

    assert GOAL.usual(problem(TEAM, SLOTS, history=past))["ana"] == {"eva", "bob", "cleo"}
