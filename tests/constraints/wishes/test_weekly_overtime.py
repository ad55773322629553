from dataclasses import replace
from datetime import date, timedelta

import pytest

from constraints.house.teams.headcount import RULE as HEADCOUNT
from constraints.wishes.weekly_overtime import GOAL
from scheduler.domain.employment.amendments import Amendment, AmendmentGround
from scheduler.domain.employment.contracts import Contract, ContractKind, HoursBasis
from scheduler.domain.employment.employer import Employer, PastWeek, Route, Scheme
from scheduler.domain.people import Absence, Mediator
from scheduler.domain.rota import Rota
from scheduler.domain.slots import Need, Slot
from scheduler.domain.time import Span, day_span, days_span
from scheduler.model import RotaModel
from tests.constraints.small import MONDAY, person, problem, rota, slot, worked
from tests.constraints.wishes.priced import best, cost_of

ONE = Need(minimum=0, target=1, maximum=1)
HIRED = date(2020, 1, 1)
ANA = person("ana")
HALF = Contract(kind=ContractKind.CDI, start=HIRED, weekly_minutes=20 * 60)
NEXT = MONDAY + timedelta(days=7)


def piece(name: str, day: date, minutes: int) -> Slot:
    """Build a slot of so many minutes from the midnight of a day."""
    first = day_span(day).first
    return Slot(id=name, span=Span.of_minutes(first, first + minutes), dispositif="d", needs=(ONE,))


def works(who: Mediator, minutes: int, **rest: object) -> Rota:
    """Build the rota of somebody who works so many minutes from the first Monday on."""
    return rota(problem([who], [piece("s", MONDAY, minutes)], **rest), f"{who.id} s")


def prices(judged: Rota) -> set[int]:
    return {GOAL.measure(judged), cost_of(GOAL, judged)}


@pytest.mark.parametrize(
    ("minutes", "price"),
    [
        (35 * 60, 0),
        (35 * 60 + 1, 5),  # a begun quarter of an hour at 25 %
        (35 * 60 + 16, 10),
        (43 * 60, 32 * 5),
        (43 * 60 + 1, 32 * 5 + 6),  # then at 50 %
    ],
)
def test_full_time_hours_cost_beyond_thirty_five_in_a_week(minutes: int, price: int) -> None:
    assert prices(works(ANA, minutes)) == {price}


@pytest.mark.parametrize(
    ("basis", "minutes", "price"),
    [
        (HoursBasis.WEEK, 20 * 60, 0),
        (HoursBasis.WEEK, 20 * 60 + 1, 4),  # at 10 %
        (HoursBasis.WEEK, 22 * 60, 8 * 4),
        (HoursBasis.WEEK, 22 * 60 + 1, 8 * 4 + 5),  # then at 25 %
    ],
)
def test_part_time_hours_cost_beyond_the_contract(
    basis: HoursBasis, minutes: int, price: int
) -> None:
    half = person("ana", contracts=(replace(HALF, basis=basis),))

    assert prices(works(half, minutes)) == {price}


def test_a_monthly_part_timer_may_have_long_weeks() -> None:
    half = person("ana", contracts=(replace(HALF, basis=HoursBasis.MONTH),))
    june = days_span(date(2026, 6, 1), date(2026, 6, 30))
    month = 20 * 60 * 52 // 12

    assert prices(works(half, 47 * 60, horizon=june)) == {0}
    assert prices(works(half, month, horizon=june)) == {0}
    assert prices(works(half, month + 1, horizon=june)) == {4}


def test_an_hour_of_overtime_goes_to_a_part_timer_first() -> None:
    half = person("bob", contracts=(HALF,))
    friday = MONDAY + timedelta(days=4)
    slots = [piece("a", MONDAY, 34 * 60), piece("b", MONDAY, 20 * 60), piece("c", friday, 2 * 60)]
    model = RotaModel(problem([ANA, half], slots))
    HEADCOUNT.encode(model)
    for key in (("ana", "a"), ("bob", "b")):
        model.cp.add(model.assignment_literals[key] == 1)
    model.cp.add(sum(model.assignment_literals[who, "c"] for who in ("ana", "bob")) == 1)

    value, cheapest = best(GOAL, model)

    assert (value, [s.id for s in cheapest.slots_of["ana"]]) == (4 * 5, ["a", "c"])


def test_days_before_the_horizon_count_and_those_after_it_are_kept_free() -> None:
    # Thursday 4 to Tuesday 9 June: eight hours of the Monday before are history.
    horizon = days_span(date(2026, 6, 4), date(2026, 6, 9))
    past = worked("ana", "past", "01 08:00", "01 16:00")

    def planned(day: date, minutes: int) -> Rota:
        of = problem([ANA], [piece("s", day, minutes)], horizon=horizon, history=(past,))
        return rota(of, "ana s")

    assert prices(planned(date(2026, 6, 4), 27 * 60)) == {0}
    assert prices(planned(date(2026, 6, 4), 27 * 60 + 1)) == {5}
    # Monday and Tuesday are two fifths of a week.
    assert prices(planned(date(2026, 6, 8), 14 * 60)) == {0}
    assert prices(planned(date(2026, 6, 8), 14 * 60 + 1)) == {5}


def test_paid_leave_counts_towards_the_week() -> None:
    away = Absence(mediator="ana", span=day_span(date(2026, 6, 5)))

    assert prices(works(ANA, 28 * 60, absences=(away,))) == {0}
    assert prices(works(ANA, 28 * 60 + 1, absences=(away,))) == {5}


def test_a_cycle_counts_over_its_weeks_and_an_annual_contract_is_left_to_its_year() -> None:
    cycle = person("ana", contracts=(replace(ANA.contracts[0], basis=HoursBasis.CYCLE),))
    year = person("ana", contracts=(replace(ANA.contracts[0], basis=HoursBasis.YEAR),))
    scheme = Scheme(start=MONDAY, weeks=2, route=Route.AGREEMENT)

    def over(minutes: int) -> set[int]:
        return prices(works(cycle, minutes, employer=Employer(schemes=(scheme,))))

    assert over(70 * 60) == {0}
    assert over(70 * 60 + 1) == {5}
    assert over(86 * 60 + 1) == {64 * 5 + 6}
    assert prices(works(year, 90 * 60)) == {0}
    # Of an unknown length, it is the law's week (L3121-29).
    assert prices(works(cycle, 35 * 60 + 1)) == {5}


def test_overtime_that_the_contract_itself_asks_for_costs_nothing() -> None:
    contract = replace(ANA.contracts[0], weekly_minutes=39 * 60)
    ana = person("ana", contracts=(contract,))
    cycle = person("ana", contracts=(replace(contract, basis=HoursBasis.CYCLE),))
    employer = Employer(schemes=(Scheme(start=MONDAY, weeks=2, route=Route.AGREEMENT),))

    assert prices(works(ana, 39 * 60)) == {0}
    assert prices(works(ana, 39 * 60 + 1)) == {5}
    # It is the first half of the eight hours at 25 %.
    assert prices(works(ana, 43 * 60 + 1)) == {16 * 5 + 6}
    assert prices(works(cycle, 78 * 60, employer=employer)) == {0}
    assert prices(works(cycle, 78 * 60 + 1, employer=employer)) == {5}


def test_hours_that_an_amendment_adds_cost_nothing() -> None:
    # Of the first week, Wednesday to Friday are at 30 hours: 26 in all.
    raised = Amendment(
        start=date(2026, 6, 3),
        end=date(2026, 6, 30),
        weekly_minutes=30 * 60,
        ground=AmendmentGround.INCREASE,
    )
    half = person("ana", contracts=(replace(HALF, amendments=(raised,)),))

    assert prices(works(half, 26 * 60)) == {0}
    assert prices(works(half, 26 * 60 + 1)) == {4}


def test_totals_declared_of_earlier_weeks_count_in_their_cycle_or_month() -> None:
    cycle = person("ana", contracts=(replace(ANA.contracts[0], basis=HoursBasis.CYCLE),))
    half = person("ana", contracts=(replace(HALF, basis=HoursBasis.MONTH),))
    employer = Employer(schemes=(Scheme(start=MONDAY, weeks=3, route=Route.AGREEMENT),))
    third, month = NEXT + timedelta(days=7), 20 * 60 * 52 // 12

    def over(who: Mediator, declared: int, minutes: int) -> set[int]:
        past = tuple(
            PastWeek(mediator="ana", monday=monday, minutes=declared) for monday in (MONDAY, NEXT)
        )
        horizon = days_span(third, date(2026, 6, 30))
        of = problem(
            [who],
            [piece("s", third, minutes)],
            horizon=horizon,
            past_weeks=past,
            employer=employer,
        )
        return prices(rota(of, "ana s"))

    assert over(cycle, 36 * 60, 33 * 60) == {0}
    assert over(cycle, 36 * 60, 33 * 60 + 1) == {5}
    assert over(half, 30 * 60, month - 60 * 60) == {0}
    assert over(half, 30 * 60, month - 60 * 60 + 1) == {4}


def test_hours_paid_more_are_told_by_premium() -> None:
    half = person("bob", contracts=(HALF,))
    of = problem([ANA, half], [piece("a", MONDAY, 36 * 60), piece("b", MONDAY, 23 * 60)])

    assert GOAL.remark(rota(of, "ana a", "bob b")) == (
        "Heures payées en plus : 2 h 00 à 10 % et 2 h 00 à 25 %."
    )
    assert GOAL.remark(rota(of, "ana b")) == ""


def test_a_week_that_goes_on_after_the_horizon_is_not_told() -> None:
    horizon = days_span(date(2026, 6, 8), date(2026, 6, 9))
    late = slot("s", "08 00:00", "08 20:00", need=ONE)

    judged = rota(problem([ANA], [late], horizon=horizon), "ana s")

    assert (GOAL.remark(judged), prices(judged)) == ("", {24 * 5})
