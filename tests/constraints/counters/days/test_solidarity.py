from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from constraints.counters.days.solidarity import solidarity_by_day
from constraints.counters.thresholds import SOLIDARITY
from scheduler.domain.employment.employer import Employer, Solidarity
from tests.constraints.counters.make import contract, day, person, timeline

WHIT = date(2026, 5, 25)
LATER = date(2026, 6, 5)


def free(*marked: Solidarity, hours: float = 35, worked: int = 480) -> dict[date, int]:
    judged = timeline(
        day(WHIT, worked),
        day(LATER, 480),
        who=person(contract(hours)),
        employer=Employer(solidarity=marked),
    )
    return solidarity_by_day(judged, SOLIDARITY)


@pytest.mark.parametrize(
    ("options", "expected"),
    [({}, 420), ({"minutes": 120}, 120), ({"minutes": 600}, 420)],
)
def test_seven_hours_or_what_was_marked(options: dict[str, Any], expected: int) -> None:
    assert free(Solidarity(day=WHIT, **options)) == {WHIT: expected}


def test_not_more_than_was_worked() -> None:
    assert free(Solidarity(day=WHIT), worked=300) == {WHIT: 300}


def test_what_is_left_of_the_year_s_limit_goes_to_the_next_day() -> None:
    marked = (Solidarity(day=LATER, minutes=300), Solidarity(day=WHIT, minutes=300))

    assert free(*marked) == {WHIT: 300, LATER: 120}


def test_a_part_timer_s_share() -> None:
    assert free(Solidarity(day=WHIT), hours=24) == {WHIT: 288}


def test_a_day_on_which_nobody_worked_leaves_the_limit_whole() -> None:
    assert free(Solidarity(day=date(2026, 5, 26)), Solidarity(day=LATER)) == {LATER: 420}


def test_the_first_of_may_frees_nothing() -> None:
    may = date(2026, 5, 1)
    judged = timeline(day(may, 480), employer=Employer(solidarity=(Solidarity(day=may),)))

    assert solidarity_by_day(judged, SOLIDARITY) == {}


def test_the_person_s_own_record_comes_before_the_agency_s_and_the_general_one() -> None:
    general = Solidarity(day=WHIT, minutes=100)
    agency = Solidarity(day=WHIT, minutes=200, agency="ag")
    own = Solidarity(day=WHIT, minutes=300, mediator="m")

    assert free(agency, own, general) == {WHIT: 300}
    assert free(agency, general) == {WHIT: 200}
    assert free(Solidarity(day=WHIT, agency="elsewhere")) == {}


def test_a_longer_week_owes_no_more_and_no_contract_no_less() -> None:
    judged = timeline(
        day(WHIT, 480),
        who=replace(person(), contracts=()),
        employer=Employer(solidarity=(Solidarity(day=WHIT),)),
    )

    assert free(Solidarity(day=WHIT), hours=39) == {WHIT: 420}
    assert solidarity_by_day(judged, SOLIDARITY) == {WHIT: 420}
