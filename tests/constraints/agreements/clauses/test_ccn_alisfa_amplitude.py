from __future__ import annotations

import pytest

from constraints.agreements.clauses.ccn_alisfa_amplitude import RULE
from tests.constraints.agreements.clauses.judged import agreed, said, since_tuesday
from tests.constraints.law.make import call, duty, found, timeline

DAY = "2026-06-15"


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        ("18:00", []),
        ("18:01", [(DAY, 601, 600, "to_confirm")]),
        ("20:00", [(DAY, 720, 600, "to_confirm")]),
        ("20:01", [(DAY, 721, 720, "violation")]),
    ],
)
def test_ten_hours_are_usual_twelve_exceptional(
    end: str, expected: list[tuple[str, int, int, str]]
) -> None:
    day = duty(f"{DAY} 08:00 10:00"), duty(f"{DAY} 16:00 {end}")

    assert said(RULE, *day) == expected


def test_a_night_belongs_to_the_day_on_which_it_begins() -> None:
    assert said(RULE, duty(f"{DAY} 20:00 06:00")) == []
    assert said(RULE, duty(f"{DAY} 20:00 06:01")) == [(DAY, 601, 600, "to_confirm")]


def test_an_intervention_is_part_of_the_day() -> None:
    assert said(RULE, duty(f"{DAY} 08:00 12:00"), call(f"{DAY} 20:00 20:30")) == [
        (DAY, 750, 720, "violation")
    ]


def test_it_holds_from_the_day_on_which_the_agreement_is_applied() -> None:
    days = duty("2026-06-15 08:00 21:00"), duty("2026-06-16 08:00 21:00")

    assert said(since_tuesday(RULE), *days) == [("2026-06-16", 780, 720, "violation")]


def test_a_company_agreement_may_set_thirteen_hours() -> None:
    day = duty(f"{DAY} 08:00 09:00"), duty(f"{DAY} 16:00 21:00")

    assert said(agreed(RULE, usual=780, most=780), *day) == []


def test_what_is_to_confirm_says_why() -> None:
    (finding,) = found(RULE, timeline(duty(f"{DAY} 08:00 18:01")))

    assert finding.message == (
        "Lou : amplitude de 10 h 01 le 15/06/2026 ; au-delà de 10 h 00, la convention ne l’admet "
        "qu’exceptionnellement : à confirmer."
    )
    assert finding.article == "art. IV-1.3.1 (ALISFA, IDCC 1261)"
