from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest

from constraints.agreements.terms import Applied
from constraints.counters.count import counters
from constraints.counters.days.relief import relief_by_day
from constraints.counters.terms import terms_of
from constraints.registry import base, profile_of
from scheduler.domain.employment.protections import Protection, ProtectionReason
from scheduler.domain.people import AbsenceKind
from tests.constraints.counters.make import MONDAY, away, contract, person, timeline, worked

SUNDAY = MONDAY + timedelta(days=6)
ALISFA = profile_of([Applied(agreement="alisfa")]).person_rules
RELIEF = terms_of(ALISFA).relief


def pregnant(day: int, hours: float = 35, **more: Any) -> Any:
    """Somebody for whom Monday is that day of the pregnancy."""
    first = MONDAY - timedelta(days=day - 1)
    protection = Protection(
        reason=ProtectionReason.PREGNANCY,
        since=first + timedelta(days=9),
        until=first + timedelta(days=340),
        pregnant_since=first,
        birth=first + timedelta(days=270),
    )
    return person(contract(hours, **more), protections=(protection,))


@pytest.mark.parametrize(
    ("day", "minutes"),
    [
        pytest.param(61, 5 * 42, id="from Monday on"),
        pytest.param(60, 4 * 42, id="from Tuesday on"),
        pytest.param(57, 42, id="from Friday on"),
        pytest.param(56, 0, id="from Saturday on"),
    ],
)
def test_a_tenth_of_each_day_of_the_contract_is_taken_off(day: int, minutes: int) -> None:
    of = timeline(*worked(MONDAY, 378), who=pregnant(day), last=SUNDAY)

    assert sum(relief_by_day(of, RELIEF, MONDAY, SUNDAY).values()) == minutes


@pytest.mark.parametrize(
    ("changes", "minutes"),
    [
        pytest.param({"absences": (away(MONDAY),)}, 4 * 42, id="a day of leave"),
        pytest.param(
            {"absences": (away(MONDAY, kind=AbsenceKind.SICK),)}, 4 * 42, id="a day of sickness"
        ),
        pytest.param({"holidays": frozenset({MONDAY})}, 4 * 42, id="a public holiday"),
        pytest.param(
            {"who": pregnant(61, 28, days=frozenset({0, 1, 2, 3}))}, 4 * 42, id="four days a week"
        ),
    ],
)
def test_nothing_is_taken_off_days_that_ask_for_nothing(
    changes: dict[str, Any], minutes: int
) -> None:
    options = {"who": pregnant(61)} | changes
    of = timeline(*worked(MONDAY, 0, 378), first=MONDAY, last=SUNDAY, **options)

    assert sum(relief_by_day(of, RELIEF, MONDAY, SUNDAY).values()) == minutes


def test_a_share_of_an_odd_contract_is_exact() -> None:
    of = timeline(*worked(MONDAY, 378), who=pregnant(61, 33), last=SUNDAY)

    assert relief_by_day(of, RELIEF, MONDAY, MONDAY) == {MONDAY: Fraction(396, 10)}


def test_it_is_a_line_of_its_own_that_is_no_work() -> None:
    of = timeline(*worked(MONDAY, *[378] * 5), who=pregnant(61), last=SUNDAY)

    (month,) = counters(of, ALISFA).months
    (by_law,) = counters(of, base().person_rules).months

    assert (month.minutes.work, month.minutes.paid, month.relief) == (1890, 1890, 210)
    assert by_law.relief == 0


def test_only_days_inside_the_horizon_count() -> None:
    of = timeline(*worked(MONDAY, 378), who=pregnant(61), last=date(2026, 6, 16))

    assert [month.relief for month in counters(of, ALISFA).months] == [84]
