from dataclasses import replace
from datetime import date

import pytest

from constraints.agreements.clauses.ccn_eclat_night_break import RULE as CODE_NIGHT
from constraints.agreements.texts import eclat
from scheduler.dated import Level
from scheduler.domain.duty import BreakKind
from tests.constraints.agreements.clauses.judged import agreed, said, since_tuesday
from tests.constraints.law.make import audited, duty, pause, timeline

RULE = replace(
    CODE_NIGHT,
    begins=CODE_NIGHT.begins.derogate(
        22 * 60, date(2020, 1, 1), eclat("5.8.1.1"), level=Level.BRANCH
    ),
    ends=CODE_NIGHT.ends.derogate(7 * 60, date(2020, 1, 1), eclat("5.8.1.1"), level=Level.BRANCH),
)
DAY = "2026-06-15"


@pytest.mark.parametrize(
    ("end", "expected"), [("02:59", []), ("03:00", [(DAY, 300, 300, "violation")])]
)
def test_five_hours_of_night_are_never_reached_without_a_break(
    end: str, expected: list[tuple[str, int, int, str]]
) -> None:
    assert said(RULE, duty(f"{DAY} 22:00 {end}")) == expected


def test_hours_of_the_evening_do_not_count() -> None:
    assert said(RULE, duty(f"{DAY} 18:00 02:59")) == []
    assert said(RULE, duty(f"{DAY} 18:00 03:00")) == [(DAY, 300, 300, "violation")]


@pytest.mark.parametrize(("minutes", "expected"), [(20, []), (19, [(DAY, 461, 300, "violation")])])
def test_twenty_minutes_of_break_of_unknown_place_serve_best(
    minutes: int, expected: list[tuple[str, int, int, str]]
) -> None:
    assert said(RULE, duty(f"{DAY} 22:00 06:00", pause(minutes))) == expected


def test_a_break_that_comes_too_late_does_not_serve() -> None:
    at_three = duty(f"{DAY} 22:00 06:00", pause(20, "2026-06-16 03:00"))
    after = duty(f"{DAY} 22:00 06:00", pause(20, "2026-06-16 03:01"))

    assert said(RULE, at_three) == []
    assert said(RULE, after) == [(DAY, 301, 300, "violation")]


def test_a_paid_break_serves_and_one_on_watch_does_not() -> None:
    paid = duty(f"{DAY} 22:00 06:00", pause(20, kind=BreakKind.PAID))
    watch = duty(f"{DAY} 22:00 06:00", pause(20, kind=BreakKind.WATCH))

    assert said(RULE, paid) == []
    assert said(RULE, watch) == [(DAY, 480, 300, "violation")]


def test_night_work_goes_on_over_a_gap_of_less_than_twenty_minutes() -> None:
    first = duty(f"{DAY} 22:00 01:00")

    assert said(RULE, first, duty("2026-06-16 01:19 04:00")) == [(DAY, 341, 300, "violation")]
    assert said(RULE, first, duty("2026-06-16 01:20 04:00")) == []


def test_the_night_in_which_clocks_go_back_has_an_hour_more() -> None:
    assert said(RULE, duty("2026-10-24 22:00 03:00")) == [("2026-10-24", 360, 300, "violation")]


def test_breaks_that_the_source_does_not_tell_are_to_confirm() -> None:
    assert said(RULE, duty(f"{DAY} 22:00 06:00", breaks_known=False)) == [
        (DAY, 480, 300, "to_confirm")
    ]


def test_by_day_nothing_is_due_by_this_article() -> None:
    assert said(RULE, duty(f"{DAY} 08:00 18:00")) == []


def test_it_holds_from_the_day_on_which_the_agreement_is_applied() -> None:
    nights = duty(f"{DAY} 22:00 04:00"), duty("2026-06-16 22:00 04:00")

    assert said(since_tuesday(RULE), *nights) == [("2026-06-16", 360, 300, "violation")]


def test_a_company_agreement_may_do_without() -> None:
    assert said(agreed(RULE, pause=0), duty(f"{DAY} 22:00 06:00")) == []


def test_the_finding_says_when_the_break_is_due() -> None:
    (finding,) = audited(RULE, timeline(duty(f"{DAY} 22:00 06:00")))

    assert finding.message == (
        "Lou : 8 h 00 de travail de nuit sans pause de 20 minutes, commencées le 15/06/2026 ; elle "
        "est due avant 5 h 00."
    )
    assert finding.article == "art. 5.8.1.4 (ECLAT, IDCC 1518)"
