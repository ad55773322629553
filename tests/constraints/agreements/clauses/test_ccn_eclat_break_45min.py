from datetime import date

import pytest

from constraints.agreements.clauses.ccn_eclat_break_45min import RULE
from scheduler.domain.duty import BreakKind, Duty
from scheduler.finding import Effect, Severity, Verdict
from tests.constraints.agreement import accepts, clean
from tests.constraints.agreements.clauses.judged import agreed, said, since_tuesday
from tests.constraints.law.make import audited, call, duty, past, pause, rota, timeline

DAY = date(2026, 6, 15)


@pytest.mark.parametrize(
    ("minutes", "expected"), [(45, []), (44, [("2026-06-15", 44, 45, "violation")])]
)
def test_forty_five_minutes_inside_a_post_cut_the_day(
    minutes: int, expected: list[tuple[str, int, int, str]]
) -> None:
    assert said(RULE, duty("2026-06-15 09:00 17:00", pause(minutes))) == expected
    known = pause(minutes, "2026-06-15 12:00")
    assert said(RULE, duty("2026-06-15 09:00 17:00", known)) == expected


@pytest.mark.parametrize(
    ("start", "expected"), [("12:45", []), ("12:44", [("2026-06-15", 44, 45, "violation")])]
)
def test_forty_five_minutes_between_two_posts_cut_the_day(
    start: str, expected: list[tuple[str, int, int, str]]
) -> None:
    posts = duty("2026-06-15 09:00 12:00"), duty(f"2026-06-15 {start} 17:00")

    assert said(RULE, *posts) == expected


@pytest.mark.parametrize(
    ("end", "verdict"), [("11:00", "to_confirm"), ("14:59", "to_confirm"), ("15:00", "violation")]
)
def test_a_day_of_one_stretch_under_six_hours_is_to_confirm(end: str, verdict: str) -> None:
    day = duty(f"2026-06-15 09:00 {end}")

    assert said(RULE, day) == [("2026-06-15", 0, 45, verdict)]
    assert planned(day) is (verdict == "to_confirm")


@pytest.mark.parametrize(
    ("start", "verdict"), [("12:19", "to_confirm"), ("12:20", "violation"), ("12:44", "violation")]
)
def test_twenty_minutes_without_work_make_two_stretches(start: str, verdict: str) -> None:
    posts = duty("2026-06-15 10:00 12:00"), duty(f"2026-06-15 {start} 14:00")

    assert [finding[3] for finding in said(RULE, *posts)] == [verdict]
    assert planned(*posts) is (verdict == "to_confirm")


@pytest.mark.parametrize(
    ("minutes", "verdict"), [(19, "to_confirm"), (20, "violation"), (44, "violation")]
)
def test_a_break_inside_parts_a_short_day_from_twenty_minutes_on(
    minutes: int, verdict: str
) -> None:
    day = duty("2026-06-15 10:00 14:00", pause(minutes))

    assert said(RULE, day) == [("2026-06-15", minutes, 45, verdict)]
    assert planned(day) is (verdict == "to_confirm")


def test_posts_that_follow_each_other_are_one_stretch_until_six_hours() -> None:
    morning, noon = duty("2026-06-15 09:00 12:00"), duty("2026-06-15 12:00 14:59")
    longer = duty("2026-06-15 12:00 15:00")

    assert planned(morning, noon)
    assert not planned(morning, longer)
    assert planned(past("2026-06-15 09:00 12:00"), noon)
    assert not planned(past("2026-06-15 09:00 12:00"), longer)


def test_a_day_that_was_long_and_uncut_before_is_the_past_s() -> None:
    long = past("2026-06-15 08:00 14:30")
    evening = duty("2026-06-15 14:30 16:00")

    (finding,) = audited(RULE, rota(long, evening, first=DAY, last=DAY))

    assert (finding.verdict, finding.inherited) == (Verdict.VIOLATION, True)
    assert planned(long, evening)


def test_what_makes_a_short_day_long_is_not_the_past_s() -> None:
    planned = rota(
        past("2026-06-15 09:00 12:00"), duty("2026-06-15 12:00 15:00"), first=DAY, last=DAY
    )

    assert [(f.verdict, f.inherited) for f in audited(RULE, planned)] == [
        (Verdict.VIOLATION, False)
    ]


def planned(*duties: Duty) -> bool:
    """Whether the plan may make the day, once it is seen to agree with the audit."""
    planned = rota(*duties, first=DAY, last=DAY)
    assert accepts(RULE, planned) is clean(RULE, planned)
    return accepts(RULE, planned)


def test_both_readings_are_told_and_nothing_blocks() -> None:
    (finding,) = audited(RULE, timeline(duty("2026-06-15 18:00 20:00")))

    assert not finding.blocks
    assert finding.message == (
        "Lou : journée du 15/06/2026 d’une traite (2 h 00), sans 0 h 45 de repos : à confirmer. La "
        "convention coupe la journée « quelle que soit sa durée » ; à la lettre c’est une "
        "infraction, mais une journée si courte, sans interruption, n’a rien à couper."
    )


def test_two_shorter_breaks_do_not_add_up() -> None:
    two = pause(30, "2026-06-15 11:00"), pause(30, "2026-06-15 14:00")

    assert said(RULE, duty("2026-06-15 09:00 17:00", *two)) == [("2026-06-15", 30, 45, "violation")]


def test_a_break_on_watch_or_at_an_end_of_the_day_cuts_nothing() -> None:
    watch = duty("2026-06-15 09:00 17:00", pause(60, kind=BreakKind.WATCH))
    first = duty("2026-06-16 09:00 17:00", pause(60, "2026-06-16 09:00"))

    assert said(RULE, watch, first) == [
        ("2026-06-15", 0, 45, "violation"),
        ("2026-06-16", 0, 45, "violation"),
    ]


def test_a_night_is_cut_on_either_side_of_midnight() -> None:
    cut = duty("2026-06-15 20:00 04:00", pause(45, "2026-06-16 00:30"))

    assert said(RULE, cut) == []


def test_an_intervention_is_no_day_of_its_own() -> None:
    assert said(RULE, call("2026-06-15 23:00 23:30")) == []


def test_breaks_that_the_source_does_not_tell_are_to_confirm() -> None:
    assert said(RULE, duty("2026-06-15 09:00 17:00", breaks_known=False)) == [
        ("2026-06-15", 0, 45, "to_confirm")
    ]


def test_it_holds_from_the_day_on_which_the_agreement_is_applied() -> None:
    days = duty("2026-06-15 09:00 13:00"), duty("2026-06-16 09:00 13:00")

    assert said(since_tuesday(RULE), *days) == [("2026-06-16", 0, 45, "to_confirm")]


def test_a_company_agreement_may_shorten_the_cut_or_do_without() -> None:
    day = duty("2026-06-15 09:00 17:00", pause(30))

    assert said(agreed(RULE, pause=30), day) == []
    assert said(agreed(RULE, pause=31), day) == [("2026-06-15", 30, 31, "violation")]
    assert said(agreed(RULE, pause=0), duty("2026-06-15 09:00 17:00")) == []


def test_the_finding_cites_the_agreement_and_can_be_set_aside_by_another() -> None:
    (finding,) = audited(RULE, timeline(duty("2026-06-15 14:00 20:00")))

    assert finding.article == "art. 5.3 (ECLAT, IDCC 1518)"
    assert (finding.severity, finding.effect) == (Severity.NEGOTIABLE_DEFAULT, Effect.BLOCK)
    assert finding.message == (
        "Lou : la journée du 15/06/2026 n’est coupée que par 0 h 00 de repos, au lieu de 0 h 45."
    )
