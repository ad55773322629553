"""
Amendments that raise a part-timer's hours, and what is counted of a week or a month beside them.

A contract of 20 h, raised to 30 h. L3123-22, ECLAT 5.9.6.5: 17 % from the first hour of the
amendment, 25 % beyond its hours; ALISFA IV-2.6: nothing for the first, 25 % beyond.
"""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constraints.agreements.terms import Applied
from constraints.counters.count import counters
from constraints.counters.sheet import Counters, Tiers
from constraints.law.part_time.part_time_below_35h import RULE as BELOW
from constraints.law.part_time.part_time_complementary_cap import RULE as CAP
from constraints.law.part_time.part_time_drift_12_weeks import RULE as DRIFT
from constraints.registry import profile_of
from scheduler.dated import Level, Source
from scheduler.domain.employment.contracts import HoursBasis
from scheduler.domain.people import AbsenceKind, Mediator
from tests.constraints.amended import WHOLE_JUNE, amendment, part_timer
from tests.constraints.counters.make import MONDAY, away, timeline, worked
from tests.constraints.law.drift import judged
from tests.constraints.law.make import audited
from tests.constraints.law.people import duty, findings, rota, seen

H = 60
BRANCH = Source("accord de branche étendu", "art. 5")
SUNDAY = MONDAY + timedelta(days=6)
ONE_WEEK = (amendment(MONDAY, SUNDAY),)
FROM_WEDNESDAY = (amendment(date(2026, 6, 17)),)
UNTIL_TUESDAY = (amendment(end=date(2026, 6, 16)),)
FROM_SATURDAY = (amendment(date(2026, 6, 20)),)


def counted(
    *duties: Any, who: Mediator, agreement: str = "eclat", last: date = SUNDAY, **options: Any
) -> Counters:
    first = options.pop("first", MONDAY)
    line = timeline(*duties, who=who, first=first, last=last, **options)
    chosen = (Applied(agreement=agreement),) if agreement else ()
    return counters(line, profile_of(chosen).rules_of(who))


def pairs(tiers: Tiers) -> dict[int, int]:
    return {tier.rate: tier.minutes for tier in tiers}


def week(total: int) -> tuple[Any, ...]:
    """So many minutes in five days of the week of 15 June, the last one longer."""
    day, rest = divmod(total, 5)
    return worked(MONDAY, day, day, day, day, day + rest)


@pytest.mark.parametrize(
    ("minutes", "within", "beyond"),
    [
        (20 * H, {}, {}),
        (20 * H + 1, {170: 1}, {}),
        (30 * H, {170: 10 * H}, {}),
        (30 * H + 1, {170: 10 * H}, {250: 1}),
        (32 * H, {170: 10 * H}, {250: 2 * H}),
    ],
)
def test_hours_within_and_beyond_each_have_their_rate(
    minutes: int, within: dict[int, int], beyond: dict[int, int]
) -> None:
    sheet = counted(*week(minutes), who=part_timer(*ONE_WEEK))
    (line,) = sheet.complementary
    (month,) = sheet.months

    assert (line.contract, line.complement) == (20 * H, 10 * H)
    assert (pairs(line.within), pairs(line.tiers)) == (within, beyond)
    assert (pairs(month.complement), pairs(month.complementary)) == (within, beyond)
    assert sheet.remarks == ()


@pytest.mark.parametrize(
    ("agreement", "within", "beyond", "said"),
    [
        ("eclat", {170: 600}, {250: 120}, False),
        ("alisfa", {0: 600}, {250: 120}, False),
        # Without an agreement that allows it, twelve hours are complementary: two are the tenth.
        ("", {}, {100: 120, 250: 600}, True),
        ("ateliers_chantiers_insertion", {}, {100: 120, 250: 600}, True),
    ],
)
def test_the_branch_says_what_the_hours_of_an_amendment_are(
    agreement: str, within: dict[int, int], beyond: dict[int, int], *, said: bool
) -> None:
    sheet = counted(*week(32 * H), who=part_timer(*ONE_WEEK), agreement=agreement)
    (line,) = sheet.complementary

    assert (pairs(line.within), pairs(line.tiers)) == (within, beyond)
    assert any("qu’aucun accord de branche étendu ne permet" in r for r in sheet.remarks) is said


@pytest.mark.parametrize(
    ("amendments", "days", "contract"),
    [
        # Two days of five at 20 h, three at 30 h: 26 h; then the contrary.
        (FROM_WEDNESDAY, None, 26 * H),
        (UNTIL_TUESDAY, None, 24 * H),
        # Saturday is no weekday of a contract that fixes none, and one of five of this one.
        (FROM_SATURDAY, None, 20 * H),
        (FROM_SATURDAY, frozenset({1, 2, 3, 4, 5}), 22 * H),
        # From one amendment to the next.
        ((amendment(end=date(2026, 6, 16)), amendment(date(2026, 6, 17), hours=25)), None, 27 * H),
    ],
)
def test_a_week_that_an_amendment_covers_in_part_asks_for_its_weekdays(
    amendments: Any, days: Any, contract: int
) -> None:
    who = part_timer(*amendments, days=days)
    sheet = counted(*week(contract + 1), who=who)
    (line,) = sheet.complementary
    more = contract - 20 * H

    assert (line.complement, pairs(line.within)) == (more, {170: more} if more else {})
    assert pairs(line.tiers) == ({250: 1} if more else {170: 1})
    assert any("aucun texte ne règle ce partage" in r for r in sheet.remarks) is bool(more)


@pytest.mark.parametrize(
    ("minutes", "kind", "within", "beyond"),
    [
        # A day of leave is 4 h of the contract, 6 h of the amendment: 24 h are 8 h of it.
        ((360, 360, 360, 360), AbsenceKind.LEAVE, 8 * H, 0),
        ((360, 360, 360, 360), AbsenceKind.SICK, 8 * H, 0),
        ((240, 240, 240, 240), AbsenceKind.LEAVE, 0, 0),
        ((240, 240, 240, 241), AbsenceKind.LEAVE, 1, 0),
        # Being unavailable leaves nothing out: the contract's hours come first.
        ((360, 360, 360, 360), AbsenceKind.UNAVAILABLE, 4 * H, 0),
        # Beyond the week's hours all the same.
        ((450, 450, 450, 451), AbsenceKind.LEAVE, 10 * H, 1),
    ],
)
def test_a_day_off_inside_leaves_the_other_days_their_hours_of_the_amendment(
    minutes: tuple[int, ...], kind: AbsenceKind, within: int, beyond: int
) -> None:
    friday = date(2026, 6, 19)
    sheet = counted(
        *worked(MONDAY, *minutes), who=part_timer(*ONE_WEEK), absences=(away(friday, kind=kind),)
    )
    (line,) = sheet.complementary

    assert pairs(line.within) == ({170: within} if within else {})
    assert pairs(line.tiers) == ({250: beyond} if beyond else {})
    done = sum(minutes)
    doubtful = within > max(0, done - 20 * H)
    assert any("aucun texte ne le dit" in r for r in sheet.remarks) is doubtful


def test_a_leave_day_of_the_half_week_is_worth_the_hours_of_its_day() -> None:
    # Monday and Tuesday are 4 h, the others 6 h: with Monday off, 22 h are all the others.
    sheet = counted(
        *worked(MONDAY, 0, 240, 360, 360, 360),
        who=part_timer(*FROM_WEDNESDAY),
        absences=(away(MONDAY),),
    )

    assert pairs(sheet.complementary[0].within) == {170: 6 * H}
    assert sheet.weeks[0].leave == 4 * H


@pytest.mark.parametrize(
    ("first", "due"),
    [
        # 30 h a week are 130 h a month; 12 of 22 weekdays at 30 h and 10 at 20 h are 110 h 18.
        (date(2026, 6, 1), 130 * H),
        (date(2026, 6, 15), 6618),
        (date(2026, 7, 1), 5200),
    ],
)
def test_a_monthly_contract_is_raised_by_the_month(first: date, due: int) -> None:
    who = part_timer(amendment(first, date(2026, 7, 31)), basis=HoursBasis.MONTH)
    june = [d for n in range(4) for d in worked(date(2026, 6, 1 + 7 * n), *[480] * 4)]
    rest = worked(date(2026, 6, 29), due + 1 - 16 * 480 if due > 16 * 480 else 1)
    sheet = counted(*june, *rest, who=who, first=WHOLE_JUNE[0], last=WHOLE_JUNE[1])
    (line,) = sheet.complementary

    assert (line.contract, line.complement) == (5200, due - 5200)
    assert sum(pairs(line.within).values()) == due - 5200
    assert sum(pairs(line.tiers).values()) == line.work - due


def allowed(rule: Any) -> Any:
    """Return the rule with five amendments a year, as a branch may allow."""
    most = rule.most.derogate(5, date(2026, 1, 1), BRANCH, level=Level.BRANCH)
    return replace(rule, most=most)


@pytest.mark.parametrize(
    ("amendments", "minutes", "beyond"),
    [
        # A tenth beyond the hours of the week: 22 h, 33 h, 28 h 36.
        ((), 22 * H, []),
        ((), 22 * H + 1, [1]),
        (ONE_WEEK, 33 * H, []),
        (ONE_WEEK, 33 * H + 1, [1]),
        (FROM_WEDNESDAY, 28 * H + 36, []),
        (FROM_WEDNESDAY, 28 * H + 37, [1]),
        (FROM_SATURDAY, 22 * H + 1, [1]),
    ],
)
def test_complementary_hours_are_bounded_beyond_the_amendment(
    amendments: Any, minutes: int, beyond: list[int]
) -> None:
    assert [each[2] for each in seen(allowed(CAP), planned(minutes, *amendments))] == beyond


@pytest.mark.parametrize(("minutes", "beyond"), [(22 * H, []), (22 * H + 1, [1])])
def test_an_amendment_that_nothing_allows_does_not_lift_the_bound(
    minutes: int, beyond: list[int]
) -> None:
    assert [each[2] for each in seen(CAP, planned(minutes, *ONE_WEEK))] == beyond


@given(
    minutes=st.integers(20 * H, 34 * H),
    hours=st.integers(21, 34),
    dates=st.tuples(st.integers(-8, 8), st.integers(0, 20)),
    days=st.sampled_from([None, frozenset({1, 2, 3, 4, 5}), frozenset({0, 2})]),
    basis=st.sampled_from([HoursBasis.WEEK, HoursBasis.MONTH]),
    several=st.booleans(),
)
@settings(max_examples=40, deadline=None, derandomize=True)
def test_what_may_be_planned_is_what_is_judged_lawful(
    minutes: int, hours: int, dates: tuple[int, int], days: Any, basis: Any, *, several: bool
) -> None:
    first = MONDAY + timedelta(days=dates[0])
    last = first + timedelta(days=dates[1])
    amendments = [amendment(first, last, hours)]
    if several:
        amendments.append(amendment(last + timedelta(days=1), last + timedelta(days=9), 25))
    made = planned(minutes, *amendments, days=days, basis=basis)

    findings(allowed(CAP), made)


@pytest.mark.parametrize(("minutes", "measured"), [(2099, []), (2100, [2100])])
def test_the_legal_week_is_never_reached_with_an_amendment(
    minutes: int, measured: list[int]
) -> None:
    made = planned(minutes, amendment(MONDAY, SUNDAY, hours=34))

    assert [each[1] for each in seen(BELOW, made)] == measured


def planned(minutes: int, *amendments: Any, **options: Any) -> Any:
    """A planned week of so many minutes in five days."""
    day, rest = divmod(minutes, 5)
    duties = []
    for n in range(5):
        length = day + (rest if n == 4 else 0)
        end = 8 * H + length
        duties.append(duty(f"2026-06-{15 + n} 08:00", f"{end // 60:02d}:{end % 60:02d}"))
    return rota(part_timer(*amendments, **options), *duties, first=MONDAY, last=SUNDAY)


@pytest.mark.parametrize(
    ("hours", "rule", "minutes", "expected"),
    [
        # Twelve weeks of 30 h: beyond a contract of 20 h, not beyond the amendment's 30 h.
        (None, allowed(DRIFT), 30 * H, ["violation"]),
        (30, allowed(DRIFT), 30 * H, []),
        # From two hours beyond the amendment on, they raise the contract.
        (30, allowed(DRIFT), 32 * H - 1, []),
        (30, allowed(DRIFT), 32 * H, ["violation"]),
        # An amendment that no agreement allows changes nothing.
        (30, DRIFT, 30 * H, ["violation"]),
    ],
)
def test_hours_of_an_amendment_do_not_raise_the_contract(
    hours: int | None, rule: Any, minutes: int, expected: list[str]
) -> None:
    long = (amendment(date(2026, 1, 1), date(2026, 12, 31), hours),) if hours else ()
    weeks = {date(2026, 4, 6) + timedelta(weeks=n): minutes for n in range(12)}

    seen_so = audited(rule, judged(weeks, who=part_timer(*long)))

    assert [finding.verdict.value for finding in seen_so] == expected
    assert {finding.article for finding in seen_so} <= {"L3123-13"}
