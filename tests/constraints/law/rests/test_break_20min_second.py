"""A second stretch of six hours, once a whole break was taken: the law doesn't say."""

from datetime import date

import pytest

from constraints.law.rests.break_20min import RULE
from scheduler.finding import Verdict
from tests.constraints.law.breaks import findings_of, verdicts
from tests.constraints.law.make import audited, duty, pause, timeline


def test_a_night_whose_break_comes_early_is_to_confirm() -> None:
    early = pause(20, "2026-10-24 23:30")
    night = duty("2026-10-24 22:00 05:20", early)  # an hour longer than clocks show

    assert [(f.on, f.measured, f.verdict) for f in audited(RULE, timeline(night))] == [
        (date(2026, 10, 24), 390, Verdict.TO_CONFIRM)
    ]


def test_both_readings_are_told_and_nothing_blocks() -> None:
    (finding,) = findings_of(duty("2026-06-15 22:00 06:00", pause(20, "2026-06-15 23:30")))

    assert finding.message == (
        "Lou : 6 h 10 de travail d’affilée le 15/06/2026, après une pause prise plus tôt dans la "
        "journée : à confirmer. Le texte donne une pause de 20 minutes dès 6 h 00 de travail "
        "quotidien : l’une suffit pour la journée, ou une autre est due dès 6 h 00 de plus, il ne "
        "le dit pas."
    )
    assert (finding.blocks, finding.article) == (False, "L3121-16")


def test_a_gap_between_posts_of_the_day_is_that_break_and_another_day_s_is_not() -> None:
    evening = duty("2026-06-15 18:00 21:00")

    assert verdicts(evening, duty("2026-06-15 21:20 03:21")) == [(361, "to_confirm")]
    assert verdicts(evening, duty("2026-06-16 06:00 12:01")) == [(361, "violation")]


def test_a_first_break_that_came_too_late_excuses_nothing_after_it() -> None:
    late = duty("2026-06-15 08:00 14:01"), duty("2026-06-15 15:00 21:01")

    assert verdicts(*late) == [(361, "violation"), (361, "violation")]
    assert verdicts(late[0], duty("2026-06-15 15:00 21:00")) == [
        (361, "violation"),
        (360, "to_confirm"),
    ]


def test_each_later_stretch_of_the_day_is_to_confirm() -> None:
    posts = (
        duty("2026-06-15 06:00 07:00"),
        duty("2026-06-15 07:30 14:00"),
        duty("2026-06-15 14:30 21:00"),
    )

    assert verdicts(*posts) == [(390, "to_confirm"), (390, "to_confirm")]


def test_work_that_leads_over_midnight_counts_until_the_break_of_the_day() -> None:
    rest = pause(20, "2026-06-16 03:00")
    second = duty("2026-06-16 02:00 09:21", rest)

    assert verdicts(duty("2026-06-15 21:00 02:00"), second) == [(361, "to_confirm")]
    assert verdicts(duty("2026-06-15 20:59 02:00"), second) == [
        (361, "violation"),
        (361, "violation"),
    ]


@pytest.mark.parametrize(("begin", "verdict"), [("21:00", "to_confirm"), ("20:59", "violation")])
def test_it_counts_until_a_gap_between_posts_of_the_day_too(begin: str, verdict: str) -> None:
    night = duty(f"2026-06-15 {begin} 02:00"), duty("2026-06-16 02:00 03:00")

    found_so = verdicts(*night, duty("2026-06-16 03:20 09:21"))

    assert found_so[-1] == (361, verdict)
    assert found_so[:-1] == ([(361, "violation")] if begin == "20:59" else [])
