import pytest

from constraints.agreements.clauses.ccn_alisfa_evenings import RULE
from tests.constraints.agreements.clauses.judged import agreed, said, since_tuesday
from tests.constraints.law.make import audited, days, duty, past, pause, timeline

THREE = days("2026-06-15", "2026-06-16", "2026-06-17", start="16:00", end="22:00")


@pytest.mark.parametrize(
    ("end", "expected"), [("20:00", []), ("20:01", [("2026-06-19", 4, 3, "violation")])]
)
def test_a_fourth_evening_begins_after_the_stroke_of_eight(
    end: str, expected: list[tuple[str, int, int, str]]
) -> None:
    assert said(RULE, *THREE, duty(f"2026-06-19 14:00 {end}")) == expected


def test_three_evenings_are_lawful() -> None:
    assert said(RULE, *THREE) == []


def test_a_night_is_one_evening_that_of_its_start() -> None:
    nights = [duty(f"2026-06-{n} 22:00 06:00") for n in (15, 16, 17)]

    assert said(RULE, *nights) == []


def test_two_posts_of_an_evening_are_one() -> None:
    assert said(RULE, *THREE, duty("2026-06-17 22:30 23:30")) == []


def test_a_week_ends_on_sunday() -> None:
    monday = days("2026-06-22", start="16:00", end="22:00")

    assert said(RULE, *THREE, *monday) == []


def test_a_break_that_takes_all_that_is_after_eight_leaves_no_evening() -> None:
    assert said(RULE, *THREE, duty("2026-06-19 14:00 20:30", pause(30))) == []
    assert said(RULE, *THREE, duty("2026-06-19 14:00 20:31", pause(30))) == [
        ("2026-06-19", 4, 3, "violation")
    ]


def test_evenings_before_the_agreement_is_applied_are_not_counted() -> None:
    four = (*THREE, duty("2026-06-19 16:00 22:00"))

    assert said(since_tuesday(RULE), *four) == []
    assert said(since_tuesday(RULE), *four, duty("2026-06-20 16:00 22:00")) == [
        ("2026-06-20", 4, 3, "violation")
    ]


def test_four_evenings_of_the_past_are_the_past_s() -> None:
    fixed = [past(f"2026-06-{n} 16:00 22:00") for n in (15, 16, 17, 18)]

    (finding,) = audited(RULE, timeline(*fixed, duty("2026-06-18 22:10 23:00")))

    assert finding.inherited


def test_a_company_agreement_may_allow_four() -> None:
    assert said(agreed(RULE, most=4), *THREE, duty("2026-06-19 16:00 22:00")) == []


def test_the_evening_of_the_clock_change_begins_at_eight_as_clocks_show() -> None:
    dates = ("2026-10-21", "2026-10-22", "2026-10-23")
    three = days(*dates, start="16:00", end="22:00")

    assert said(RULE, *three, duty("2026-10-25 14:00 20:00")) == []
    assert said(RULE, *three, duty("2026-10-25 14:00 20:01")) == [("2026-10-25", 4, 3, "violation")]


def test_the_finding_names_the_exception() -> None:
    (finding,) = audited(RULE, timeline(*THREE, duty("2026-06-19 16:00 22:00")))

    assert finding.message == (
        "Lou : 4 jours de travail après 20 heures dans la semaine du lundi 15/06/2026, au lieu de "
        "3 jours au plus (dépassés le 19/06/2026), sauf clause de son contrat."
    )
    assert finding.article == "art. IV-1.5 (ALISFA, IDCC 1261)"
