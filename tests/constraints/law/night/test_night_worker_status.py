from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from constraints.law.night.night_worker_daily_8h import RULE as DAILY
from constraints.law.night.night_worker_status import RULE
from constraints.night.literals import twelve_months
from constraints.night.rules import Nights, NightStatus, year_before
from scheduler.dated import Level, Source
from scheduler.domain.duty import Duty
from scheduler.domain.employment.employer import Carried, CarriedKind
from scheduler.domain.time import PARIS
from scheduler.finding import Verdict
from tests.constraints.law.people import duty, findings, person, rota, seen

WHO = person()
JUNE: dict[str, Any] = {"first": date(2026, 6, 1), "last": date(2026, 6, 30)}
SOURCE = Source("convention de branche", "art. 5.8")


def evenings(*numbers: int, end: str = "00:00") -> list[Duty]:
    """An evening of June 2026 (the 1st is a Monday) until midnight, three hours of night."""
    return [
        duty(
            f"2026-06-{n:02d} 16:00",
            f"2026-06-{n + 1:02d} 00:00" if end == "00:00" else end,
        )
        for n in numbers
    ]


def past_nights(count: int, minutes: int = 180) -> tuple[Duty, ...]:
    """One night a week before June 2026, so that no habit shows."""
    first = datetime(2026, 5, 27, 21, tzinfo=PARIS)
    starts = [first - timedelta(weeks=n) for n in range(count)]
    return tuple(
        duty(
            f"{start:%Y-%m-%d %H:%M}",
            f"{start + timedelta(minutes=minutes):%Y-%m-%d %H:%M}",
        )
        for start in starts
    )


def test_the_third_week_in_a_row_makes_the_habit_and_is_to_confirm() -> None:
    made = rota(WHO, *evenings(2, 4, 9, 11, 16, 18, 23, 25), **JUNE)

    (finding,) = findings(RULE, made)
    assert (finding.on, finding.measured, finding.limit) == (date(2026, 6, 15), 1080, 1080)
    assert (finding.verdict, finding.blocks) == (Verdict.TO_CONFIRM, False)
    assert finding.message == (
        "Maé devient travailleur de nuit dans la semaine du lundi 15/06/2026 par son horaire "
        "habituel : 18 h 00 de nuit sur les semaines qui le montrent (seuil 18 h 00), à "
        "confirmer par les RH."
    )


@pytest.mark.parametrize(
    "worked",
    [
        evenings(2, 4, 9, 11),
        evenings(2, 4, 9, 11, 23, 25),
        evenings(2, 4, 9, 11, 16),
        evenings(2, 4, 9, 11, 16) + evenings(18, end="23:59"),
    ],
)
def test_two_weeks_a_week_off_one_evening_or_a_minute_less_make_none(worked: list[Duty]) -> None:
    assert seen(RULE, rota(WHO, *worked, **JUNE)) == []


def test_a_sunday_night_belongs_to_the_week_in_which_it_begins() -> None:
    worked = [
        duty("2026-06-07 22:00", "2026-06-08 06:00"),
        *evenings(2, 9, 11, 16, 18),
    ]

    assert [f[0] for f in seen(RULE, rota(WHO, *worked, **JUNE))] == ["2026-06-15"]


def test_the_habit_may_have_begun_in_the_past_and_lasts_twelve_months() -> None:
    made = rota(
        WHO,
        *evenings(16, 18),
        past=tuple(evenings(2, 4, 9, 11)),
        first=date(2026, 6, 15),
        last=date(2026, 6, 30),
    )
    nights = made.timeline(WHO)

    assert [f[0] for f in seen(RULE, made)] == ["2026-06-15"]
    assert RULE.status_in(nights, date(2026, 6, 8)) == NightStatus(holds=False)
    assert RULE.status_in(nights, date(2026, 6, 22)) == NightStatus(
        holds=True, reason="horaire habituel de nuit", since=date(2026, 6, 15)
    )
    # The habit's last Sunday is 21 June 2026: the year that ends on 20 June 2027 holds it.
    assert RULE.status_in(nights, date(2027, 6, 14)).holds
    assert not RULE.status_in(nights, date(2027, 6, 21)).holds


def test_who_was_one_already_does_not_become_one() -> None:
    past = tuple(evenings(2, 4, 9, 11, 16, 18))
    made = rota(WHO, *evenings(23), past=past, first=date(2026, 6, 22), last=date(2026, 6, 30))

    assert seen(RULE, made) == []


def test_two_hundred_and_seventy_hours_over_twelve_months() -> None:
    # 33 nights of 8 h are 264 h; two evenings of 3 h bring 270.
    past = past_nights(33, 480)
    made = rota(WHO, *evenings(10, 17), past=past, **JUNE)

    (finding,) = findings(RULE, made)
    assert (finding.on, finding.measured, finding.limit) == (date(2026, 6, 15), 16200, 16200)
    assert "sur douze mois" in finding.message
    less = rota(WHO, *evenings(10), *evenings(17, end="23:59"), past=past, **JUNE)
    assert seen(RULE, less) == []
    assert RULE.status_in(made.timeline(WHO), date(2026, 6, 22)) == NightStatus(
        holds=True, reason="heures de nuit sur douze mois", since=date(2026, 6, 15)
    )


def test_nights_of_more_than_twelve_months_ago_no_longer_count() -> None:
    # The first of these nights began on 15 June 2025: out of the year that ends on 15 June 2026.
    old = duty("2025-06-15 21:00", "2025-06-16 05:00")
    recent = past_nights(32, 480)
    made = rota(WHO, *evenings(10, 13), past=(old, *recent), **JUNE)
    later = rota(WHO, *evenings(10, 17), past=(old, *recent), **JUNE)

    assert [f[:2] for f in seen(RULE, made)] == [("2026-06-08", 16200)]
    assert seen(RULE, later) == []


def test_what_was_declared_is_not_computed_before_its_day_it_is() -> None:
    worked = evenings(2, 4, 9, 11, 16, 18)
    for declared in (True, False):
        who = person(night_worker=declared, night_worker_since=date(2026, 1, 1))
        timeline = rota(who, *worked, **JUNE).timeline(who)
        assert seen(RULE, rota(who, *worked, **JUNE)) == []
        assert RULE.status_in(timeline, date(2026, 6, 15)).holds is declared
    later = person(night_worker=False, night_worker_since=date(2026, 6, 22))
    assert [f[0] for f in seen(RULE, rota(later, *worked, **JUNE))] == ["2026-06-15"]


def test_agreements_and_rh_may_move_the_thresholds() -> None:
    weekly = replace(RULE, weeks=RULE.weeks.derogate(2, date(2026, 1, 1), SOURCE))
    branch = RULE.yearly.derogate(300 * 60, date(2026, 1, 1), SOURCE, level=Level.BRANCH)
    yearly = replace(RULE, yearly=branch)

    assert [f[0] for f in seen(weekly, rota(WHO, *evenings(2, 4, 9, 11), **JUNE))] == ["2026-06-08"]
    assert seen(yearly, rota(WHO, *evenings(10, 17), past=past_nights(33, 480), **JUNE)) == []


@pytest.mark.parametrize(
    ("last", "first"),
    [
        (date(2026, 6, 14), date(2025, 6, 15)),
        (date(2021, 2, 28), date(2020, 3, 1)),
        (date(2024, 2, 28), date(2023, 3, 1)),
        (date(2024, 2, 29), date(2023, 3, 1)),
        (date(2025, 2, 27), date(2024, 2, 28)),
    ],
)
def test_twelve_months_begin_on_the_day_after_that_of_the_year_before(
    last: date, first: date
) -> None:
    assert year_before(last) == first


def test_audit_and_encoding_count_the_same_twelve_months_each_in_its_way() -> None:
    days = [date(2019, 1, 1) + timedelta(days=n) for n in range(4000)]

    assert [d for d in days if year_before(d) != twelve_months(d)] == []


CIVIL = replace(
    RULE, reference=RULE.reference.derogate(1, date(2020, 1, 1), SOURCE, level=Level.BRANCH)
)


def test_by_the_civil_year_nights_of_the_year_before_no_longer_count() -> None:
    # Of 33 nights of 8 h, 21 are of 2026: 168 h; ten nights of 9 h more make 258 h.
    past = past_nights(33, 480)
    more = tuple(
        duty(f"2026-0{month}-{day:02d} 21:00", f"2026-0{month}-{day + 1:02d} 06:00")
        for month in range(1, 6)
        for day in (5, 19)
    )
    evening = evenings(10, 17, 24, 29)

    assert seen(CIVIL, rota(WHO, *evening, past=past, **JUNE)) == []
    assert [f[:2] for f in seen(RULE, rota(WHO, *evening, past=past, **JUNE))] == [
        ("2026-06-15", 16200)
    ]
    made = rota(WHO, *evening, past=(*past, *more), **JUNE)
    assert [f[:2] for f in seen(CIVIL, made)] == [("2026-06-29", 16200)]


def often(monday: date, weeks: int) -> tuple[Duty, ...]:
    """Nights of nine hours, one a week then two, so that no habit shows."""
    days = [monday + timedelta(weeks=n) for n in range(weeks)]
    days += [monday + timedelta(weeks=n, days=3) for n in range(0, weeks, 2)]
    return tuple(duty(f"{d} 21:00", f"{d + timedelta(days=1)} 06:00") for d in sorted(days))


def test_the_finding_by_the_civil_year_says_so_and_cites_the_agreement() -> None:
    yearly = CIVIL.yearly.derogate(300 * 60, date(2020, 1, 1), SOURCE, level=Level.BRANCH)
    rule = replace(CIVIL, yearly=yearly)
    past = (duty("2026-01-02 21:00", "2026-01-03 06:00"), *often(date(2026, 1, 5), 21))

    (finding,) = findings(rule, rota(WHO, *evenings(10), past=past, **JUNE))
    assert (finding.measured, finding.limit, finding.article) == (18000, 18000, str(SOURCE))
    assert finding.span.day == date(2026, 1, 1)
    assert "300 h 00 de nuit dans l’année civile (seuil 300 h 00)" in finding.message


def test_a_week_over_new_year_is_judged_by_the_fuller_of_its_two_years() -> None:
    past = tuple(
        duty(f"2026-{month:02d}-{day:02d} 21:00", f"2026-{month:02d}-{day + 1:02d} 06:00")
        for month in (2, 4, 6, 8, 10, 12)
        for day in (1, 7, 13, 19, 25)
    )
    who = rota(WHO, past=past, first=date(2026, 12, 28), last=date(2027, 1, 31)).timeline(WHO)

    assert CIVIL.status_in(who, date(2026, 12, 28)).holds
    assert CIVIL.status_in(who, date(2026, 12, 28)).reason == "heures de nuit dans l’année civile"
    assert not CIVIL.status_in(who, date(2027, 1, 4)).holds
    assert RULE.status_in(who, date(2027, 1, 4)).holds


def balance_of(hours: int, day: date) -> tuple[Carried, ...]:
    return (Carried(mediator="m", kind=CarriedKind.NIGHT, day=day, minutes=hours * 60),)


def test_an_opening_balance_counts_and_fades_as_its_twelve_months_go() -> None:
    made = rota(WHO, carried=balance_of(270, date(2026, 5, 31)), **JUNE).timeline(WHO)

    assert RULE.status_in(made, date(2026, 5, 25)).holds
    assert not RULE.status_in(made, date(2026, 6, 1)).holds
    year = rota(WHO, carried=balance_of(365, date(2026, 5, 31)), **JUNE)
    # An hour a day: the twelve months that end on 7 June hold 358 of them.
    assert Nights(RULE, year.timeline(WHO)).over_the_year(date(2026, 6, 1)) == 358 * 60
    assert Nights(CIVIL, year.timeline(WHO)).over_the_year(date(2026, 6, 1)) == 151 * 60


def test_nights_that_the_balance_holds_already_count_once() -> None:
    past = past_nights(10, 480)
    made = rota(WHO, past=past, carried=balance_of(80, date(2026, 5, 31)), **JUNE).timeline(WHO)

    assert Nights(RULE, made).over_the_year(date(2026, 5, 25)) == 80 * 60


def test_who_crosses_the_threshold_by_a_balance_is_told_with_its_share() -> None:
    made = rota(WHO, *evenings(1, 3), carried=balance_of(270, date(2026, 5, 31)), **JUNE)
    less = rota(WHO, *evenings(1), carried=balance_of(266, date(2026, 5, 31)), **JUNE)

    # Already one in the week before, by the balance alone.
    assert seen(RULE, made) == []
    assert seen(RULE, less) == []
    more = rota(WHO, *evenings(1, 3, 5), carried=balance_of(269, date(2026, 5, 31)), **JUNE)
    (finding,) = findings(RULE, more)
    assert finding.measured == 269 * 60 * 358 // 365 + 540
    assert "dont 263 h 50 d’après le solde repris" in finding.message


@pytest.mark.parametrize(("reference", "lawful"), [(0, False), (1, True)])
def test_the_plan_keeps_to_what_the_reference_period_and_the_balance_make(
    reference: int, *, lawful: bool
) -> None:
    # 225 h of night in the autumn before, 80 h since January: 305 h over twelve months.
    branch = DAILY.reference.derogate(reference, date(2020, 1, 1), SOURCE, level=Level.BRANCH)
    rule = replace(DAILY, reference=branch)
    past = (*often(date(2025, 9, 1), 17), *past_nights(10, 480))
    long = duty("2026-06-10 20:00", "2026-06-11 06:00", pause=30)

    assert (findings(rule, rota(WHO, long, past=past, **JUNE)) == []) is lawful


@pytest.mark.parametrize(("hours", "lawful"), [(262, True), (300, False)])
def test_the_plan_counts_an_opening_balance(hours: int, *, lawful: bool) -> None:
    long = duty("2026-06-10 20:00", "2026-06-11 06:00", pause=30)
    made = rota(WHO, long, carried=balance_of(hours, date(2026, 5, 31)), **JUNE)

    assert (findings(DAILY, made) == []) is lawful
