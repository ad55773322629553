from constraints.agreements.clauses.ccn_eclat_one_interruption import RULE
from tests.constraints.agreements.clauses.judged import agreed, said, since_tuesday
from tests.constraints.law.make import audited, call, duty, past, pause, timeline


def test_one_interruption_is_lawful_and_two_are_not() -> None:
    once = duty("2026-06-15 08:00 12:00"), duty("2026-06-15 13:00 17:00")
    two = (*once, duty("2026-06-15 17:45 19:00"))

    assert said(RULE, *once) == []
    assert said(RULE, *two) == [("2026-06-15", 2, 1, "violation")]


def test_a_gap_of_a_minute_less_is_to_confirm() -> None:
    day = (
        duty("2026-06-15 08:00 12:00"),
        duty("2026-06-15 13:00 17:00"),
        duty("2026-06-15 17:44 19:00"),
    )

    assert said(RULE, *day) == [("2026-06-15", 2, 1, "to_confirm")]


def test_a_gap_shorter_than_a_break_is_none() -> None:
    day = (
        duty("2026-06-15 08:00 12:00"),
        duty("2026-06-15 13:00 17:00"),
        duty("2026-06-15 17:19 19:00"),
    )

    assert said(RULE, *day) == []


def test_a_rest_inside_a_post_counts_from_forty_five_minutes_on() -> None:
    after = duty("2026-06-15 18:00 20:00")

    assert said(RULE, duty("2026-06-15 08:00 17:00", pause(44)), after) == []
    assert said(RULE, duty("2026-06-15 08:00 17:00", pause(45)), after) == [
        ("2026-06-15", 2, 1, "violation")
    ]


def test_an_intervention_in_the_evening_makes_no_interruption() -> None:
    day = duty("2026-06-15 08:00 12:00"), duty("2026-06-15 13:00 17:00")

    assert said(RULE, *day, call("2026-06-15 21:00 21:30")) == []


def test_what_the_past_alone_interrupts_is_the_past_s() -> None:
    fixed = [past(f"2026-06-15 {h}:00 {h + 1}:00") for h in (10, 12, 14)]

    (finding,) = audited(RULE, timeline(*fixed, duty("2026-06-15 15:00 16:00")))

    assert finding.inherited


def test_it_holds_from_the_day_on_which_the_agreement_is_applied() -> None:
    days = [
        duty(f"2026-06-{day} {hours}")
        for day in (15, 16)
        for hours in ("08:00 10:00", "11:00 13:00", "14:00 16:00")
    ]

    assert said(since_tuesday(RULE), *days) == [("2026-06-16", 2, 1, "violation")]


def test_a_company_agreement_may_allow_two() -> None:
    day = [duty(f"2026-06-15 {h}:00 {h + 1}:00") for h in (10, 12, 14)]

    assert said(agreed(RULE, most=2), *day) == []


def test_the_finding_says_how_often() -> None:
    day = [duty(f"2026-06-15 {h}:00 {h + 1}:00") for h in (10, 12, 14)]

    (finding,) = audited(RULE, timeline(*day))

    assert (
        finding.message == "Lou : journée du 15/06/2026 coupée 2 fois, au lieu de 1 fois au plus."
    )
    assert finding.article == "art. 5.3 (ECLAT, IDCC 1518)"
