from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from constraints.agreements.clauses.ccn_eclat_avg6_44h import RULE
from scheduler.domain.duty import Duty
from scheduler.domain.employment.contracts import HoursBasis
from scheduler.domain.employment.employer import Employer, Route, Scheme
from tests.constraints.agreements.clauses.judged import agreed, said, since_tuesday
from tests.constraints.law.make import ADULT, audited, duty, timeline

MONDAY = date(2026, 6, 15)
ANNUAL = replace(ADULT, contracts=(replace(ADULT.contracts[0], basis=HoursBasis.YEAR),))
PAST = {MONDAY - timedelta(weeks=n): 44 * 60 for n in range(1, 6)}


def scheme(**options: Any) -> Employer:
    usual: dict[str, Any] = {"route": Route.AGREEMENT, "start": date(2026, 1, 1), "months": 12}
    return Employer(schemes=(Scheme(**(usual | options)),))


def week(minutes: int) -> list[Duty]:
    """Five days of eight hours and forty-eight minutes, the last a few minutes longer."""
    whole = [duty(f"2026-06-{n} 08:00 16:48") for n in (15, 16, 17, 18)]
    end = 16 * 60 + 48 + minutes
    return [*whole, duty(f"2026-06-19 08:00 {end // 60:02d}:{end % 60:02d}")]


TYPE_B = [scheme(article="5.7.3"), scheme(annual_minutes=1575 * 60)]


@pytest.mark.parametrize("employer", TYPE_B)
def test_forty_four_hours_over_six_weeks_are_lawful_and_a_minute_more_is_not(
    employer: Employer,
) -> None:
    options: dict[str, Any] = {"weeks": PAST, "employer": employer, "who": ANNUAL}

    assert said(RULE, *week(0), **options) == []
    assert said(RULE, *week(1), **options) == [("2026-06-21", 15841, 15840, "violation")]


@pytest.mark.parametrize(
    "employer", [Employer(), scheme(annual_minutes=1485 * 60), scheme(article="5.7.2")]
)
def test_other_arrangements_have_no_six_weeks(employer: Employer) -> None:
    assert said(RULE, *week(1), weeks=PAST, employer=employer, who=ANNUAL) == []


def test_who_counts_by_the_week_is_not_modulated() -> None:
    assert said(RULE, *week(1), weeks=PAST, employer=TYPE_B[0]) == []


def test_it_holds_from_the_first_week_that_begins_under_the_agreement() -> None:
    options: dict[str, Any] = {"weeks": PAST, "employer": TYPE_B[0], "who": ANNUAL}

    assert said(since_tuesday(RULE), *week(1), **options) == []


def test_a_company_agreement_may_set_another_average() -> None:
    options: dict[str, Any] = {"weeks": PAST, "employer": TYPE_B[0], "who": ANNUAL}

    assert said(agreed(RULE, average=45 * 60), *week(1), **options) == []


def test_the_finding_tells_the_average() -> None:
    judged = timeline(*week(1), weeks=PAST, employer=TYPE_B[0], who=ANNUAL)

    (finding,) = audited(RULE, judged)

    assert finding.message == (
        "Lou : 264 h 01 de travail sur les six semaines finies le 21/06/2026, au lieu de 264 h 00 "
        "au plus (44 h 00 par semaine en moyenne, modulation de type B)."
    )
    assert finding.article == "art. 5.7.3.1 (ECLAT, IDCC 1518)"
