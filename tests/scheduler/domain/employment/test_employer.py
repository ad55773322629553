"""L'employeur : arrangements of hours, opinions and solidarity days, by day and agency."""

from datetime import date

import pytest

from scheduler.domain.employment.employer import Employer, Opinion, Route, Scheme, Solidarity
from scheduler.errors import InvalidProblemError

CYCLE = Scheme(route=Route.UNILATERAL, start=date(2026, 6, 1), weeks=4)
YEAR = Scheme(route=Route.AGREEMENT, start=date(2026, 1, 1), months=12, agency="rennes")


def test_an_arrangement_holds_from_its_first_to_its_last_day() -> None:
    scheme = Scheme(
        route=Route.UNILATERAL, start=date(2026, 6, 1), weeks=4, until=date(2026, 6, 28)
    )

    duties = [d for d in range(1, 32) if scheme.holds_on(date(2026, 5, d))]

    assert duties == []
    assert scheme.holds_on(date(2026, 6, 1))
    assert scheme.holds_on(date(2026, 6, 28))
    assert not scheme.holds_on(date(2026, 6, 29))


def test_the_agency_s_own_arrangement_comes_before_the_general_one() -> None:
    employer = Employer(schemes=(YEAR, CYCLE))

    assert employer.scheme_on(date(2026, 7, 1), "rennes") == YEAR
    assert employer.scheme_on(date(2026, 7, 1), "nantes") == CYCLE
    assert employer.scheme_on(date(2026, 5, 31), "nantes") is None


@pytest.mark.parametrize(("weeks", "months"), [(0, 0), (4, 12), (-1, 0)])
def test_an_arrangement_lasts_weeks_or_months(weeks: int, months: int) -> None:
    with pytest.raises(InvalidProblemError, match="des semaines ou des mois"):
        Scheme(route=Route.AGREEMENT, start=date(2026, 1, 1), weeks=weeks, months=months)


def test_an_arrangement_can_not_end_before_it_starts() -> None:
    with pytest.raises(InvalidProblemError, match="avant son début"):
        Scheme(route=Route.AGREEMENT, start=date(2026, 1, 2), weeks=4, until=date(2026, 1, 1))


def test_the_last_opinion_given_by_the_day_is_the_one_that_counts() -> None:
    first = Opinion(about="overtime_quota", day=date(2026, 1, 5))
    second = Opinion(about="overtime_quota", day=date(2026, 3, 5))
    employer = Employer(opinions=(second, first))

    assert employer.opinion_on("overtime_quota", date(2026, 1, 4)) is None
    assert employer.opinion_on("overtime_quota", date(2026, 3, 4)) == first
    assert employer.opinion_on("overtime_quota", date(2026, 3, 5)) == second
    assert employer.opinion_on("oncall_notice", date(2026, 3, 5)) is None


def test_a_solidarity_day_bears_on_its_agency_and_its_person() -> None:
    everyone = Solidarity(day=date(2026, 5, 25))
    rennes = Solidarity(day=date(2026, 6, 1), agency="rennes")
    solidarity = Solidarity(day=date(2026, 7, 1), mediator="ada")
    employer = Employer(solidarity=(everyone, rennes, solidarity))

    assert employer.solidarity_of("ada", "nantes") == (everyone, solidarity)
    assert employer.solidarity_of("bob", "rennes") == (everyone, rennes)


def test_of_several_records_of_a_day_the_person_s_own_counts_then_the_agency_s() -> None:
    day = date(2026, 5, 25)
    everyone = Solidarity(day=day)
    rennes = Solidarity(day=day, agency="rennes", minutes=240)
    ada = Solidarity(day=day, mediator="ada", minutes=120)
    employer = Employer(solidarity=(ada, rennes, everyone))

    assert employer.solidarity_of("ada", "rennes") == (ada,)
    assert employer.solidarity_of("bob", "rennes") == (rennes,)
    assert employer.solidarity_of("bob", "nantes") == (everyone,)
