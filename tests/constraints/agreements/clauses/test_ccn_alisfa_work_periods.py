import pytest

from constraints.agreements.clauses.ccn_alisfa_work_periods import RULE
from tests.constraints.agreements.clauses.judged import agreed, said, since_tuesday
from tests.constraints.law.make import audited, duty, past, pause, timeline

DAY = "2026-06-15"
HOURS = ("08:00 10:00", "11:00 13:00", "14:00 16:00", "17:00 19:00")


@pytest.mark.parametrize(
    ("count", "expected"),
    [(2, []), (3, [(DAY, 3, 2, "to_confirm")]), (4, [(DAY, 4, 3, "violation")])],
)
def test_two_periods_are_usual_three_exceptional_four_too_many(
    count: int, expected: list[tuple[str, int, int, str]]
) -> None:
    assert said(RULE, *(duty(f"{DAY} {hours}") for hours in HOURS[:count])) == expected


def test_a_gap_under_twenty_minutes_leaves_one_period() -> None:
    two = duty(f"{DAY} 08:00 10:00"), duty(f"{DAY} 11:00 13:00")

    assert said(RULE, *two, duty(f"{DAY} 13:19 14:00")) == []
    assert said(RULE, *two, duty(f"{DAY} 13:20 14:00")) == [(DAY, 3, 2, "to_confirm")]


def test_a_break_inside_a_post_leaves_the_day_continuous() -> None:
    long = duty(f"{DAY} 08:00 17:00", pause(60, f"{DAY} 12:00"))

    assert said(RULE, long, duty(f"{DAY} 18:00 19:00")) == []


def test_what_the_past_alone_cuts_as_much_is_the_past_s() -> None:
    fixed = [past(f"{DAY} {hours}") for hours in HOURS]

    (finding,) = audited(RULE, timeline(*fixed, duty(f"{DAY} 19:00 20:00")))

    assert finding.inherited


def test_it_holds_from_the_day_on_which_the_agreement_is_applied() -> None:
    days = [duty(f"2026-06-{day} {hours}") for day in (15, 16) for hours in HOURS]

    assert said(since_tuesday(RULE), *days) == [("2026-06-16", 4, 3, "violation")]


def test_a_company_agreement_may_allow_three_as_a_rule() -> None:
    three = [duty(f"{DAY} {hours}") for hours in HOURS[:3]]

    assert said(agreed(RULE, usual=3), *three) == []
