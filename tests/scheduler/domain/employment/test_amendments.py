"""Amendments that raise a contract's hours on their days, and what is owed and shared by them."""

from datetime import date
from fractions import Fraction

import pytest

from scheduler.domain.employment.amendments import Amendment, AmendmentGround
from scheduler.domain.employment.contracts import Contract, ContractKind
from scheduler.domain.people import Absence
from scheduler.domain.presence import Presence
from scheduler.domain.sharing.hours import due_parts
from scheduler.domain.time import days_span
from scheduler.errors import InvalidProblemError
from tests.constraints.small import person, problem, slot, span

H = 60
JUNE_1, JUNE_3, JUNE_14 = date(2026, 6, 1), date(2026, 6, 3), date(2026, 6, 14)
SLOT = slot("a", "02 09:00", "02 17:00")


def raised(
    end: date, start: date = JUNE_1, ground: AmendmentGround = AmendmentGround.SEASON
) -> Amendment:
    return Amendment(start=start, end=end, weekly_minutes=30 * H, ground=ground)


def contract(*amendments: Amendment, days: frozenset[int] | None = None) -> Contract:
    return Contract(
        kind=ContractKind.CDI,
        start=date(2020, 1, 1),
        weekly_minutes=20 * H,
        amendments=amendments,
        days=days,
    )


def test_it_ends_on_its_first_day_or_later() -> None:
    assert (raised(JUNE_1).days, raised(JUNE_14).days) == (1, 14)
    with pytest.raises(InvalidProblemError):
        raised(date(2026, 5, 31))


def test_only_a_replacement_replaces() -> None:
    assert [raised(JUNE_3, ground=ground).replaces for ground in AmendmentGround] == [
        ground is AmendmentGround.REPLACEMENT for ground in AmendmentGround
    ]


def test_the_contract_of_a_day_has_the_hours_of_that_day_and_the_signed_one_its_own() -> None:
    ana = person("ana", contracts=(contract(raised(JUNE_14, JUNE_3)),))
    days = [date(2026, 6, day) for day in (2, 3, 14, 15)]

    amended = [ana.contract_on(day) for day in days]
    signed = [ana.signed_on(day) for day in days]

    assert [c and c.weekly_minutes for c in amended] == [20 * H, 30 * H, 30 * H, 20 * H]
    assert signed == [ana.contracts[0]] * 4


@pytest.mark.parametrize(
    ("end", "days", "mean"),
    [
        (date(2026, 5, 31), None, 20),
        (date(2026, 6, 1), None, 22),
        (JUNE_3, None, 26),
        (date(2026, 6, 5), None, 30),
        (date(2026, 6, 6), None, 30),
        (JUNE_3, frozenset({0, 4}), 25),
        (JUNE_3, frozenset({3, 4}), 20),
    ],
)
def test_a_week_is_shared_by_the_weekdays_of_the_contract(
    end: date, days: frozenset[int] | None, mean: int
) -> None:
    amended = contract(raised(end, date(2026, 5, 18)), days=days)

    assert amended.mean_week(JUNE_1, date(2026, 6, 7)) == mean * H


def test_a_stretch_without_weekdays_is_shared_by_its_days() -> None:
    weekend = date(2026, 6, 6), date(2026, 6, 7)

    assert contract(raised(weekend[0])).mean_week(*weekend) == Fraction(25 * H)


@pytest.mark.parametrize(
    ("end", "off", "owed"),
    [
        # Two weeks of 20 h; the amendment covers three days of them, then all of them.
        (date(2026, 5, 31), (), 40),
        (JUNE_3, (), 46),
        (JUNE_14, (), 60),
        # Two days of leave are worth the hours of their days: 12 h, or 8 h after its end.
        (JUNE_14, ("04 00:00", "06 00:00"), 48),
        (JUNE_3, ("04 00:00", "06 00:00"), 38),
    ],
)
def test_its_hours_are_owed_on_its_days(end: date, off: tuple[str, ...], owed: int) -> None:
    ana = person("ana", contracts=(contract(raised(end, date(2026, 5, 18))),))
    absences = (Absence(mediator="ana", span=span(*off)),) if off else ()
    made = problem([ana], [SLOT], absences=absences, horizon=days_span(JUNE_1, JUNE_14))

    assert sum(due_parts(made, made.mediators[0])) == owed * H


def test_fair_parts_follow_the_hours_of_the_day() -> None:
    ana = person("ana", contracts=(contract(raised(JUNE_3)),))
    evenings = [span(f"{day:02d} 18:00", f"{day:02d} 22:00") for day in (3, 4)]

    assert [Presence((), ()).weight(ana, each) for each in evenings] == [30 * H, 20 * H]
