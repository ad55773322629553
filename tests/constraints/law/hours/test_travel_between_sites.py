from datetime import date

import pytest

from constraints.law.hours.travel_between_sites import RULE
from tests.constraints.agreement import accepts, clean
from tests.constraints.law.make import audited, duty, facts, past, rota, timeline

TABLE = {("gare", "parc"): 30, ("parc", "gare"): 30}
DAY = date(2026, 6, 15)


@pytest.mark.parametrize(("start", "amounts"), [("12:29", [1]), ("12:30", []), ("12:31", [])])
def test_two_sites_leave_the_time_to_travel(start: str, amounts: list[int]) -> None:
    judged = timeline(
        duty("2026-06-15 08:00 12:00", site="gare"),
        duty(f"2026-06-15 {start} 16:00", site="parc"),
        minutes_between=TABLE,
    )

    assert [f.amount for f in audited(RULE, judged)] == amounts


def test_the_same_site_an_unnamed_one_or_another_day_is_no_journey() -> None:
    morning = duty("2026-06-15 08:00 12:00", site="gare")
    for other in (
        duty("2026-06-15 12:00 16:00", site="gare"),
        duty("2026-06-15 12:00 16:00"),
        duty("2026-06-15 12:00 16:00", site="mairie"),
    ):
        assert audited(RULE, timeline(morning, other, minutes_between=TABLE)) == []
    night = timeline(
        duty("2026-06-15 20:00 00:00", site="gare"),
        duty("2026-06-16 00:10 02:00", site="parc"),
        minutes_between=TABLE,
    )
    assert audited(RULE, night) == []


def test_two_duties_at_once_are_left_to_the_rule_of_one_place() -> None:
    judged = timeline(
        duty("2026-06-15 08:00 12:00", site="gare"),
        duty("2026-06-15 11:59 16:00", site="parc"),
        minutes_between=TABLE,
    )

    assert audited(RULE, judged) == []


def test_a_stop_on_the_way_does_not_shorten_the_journey() -> None:
    judged = timeline(
        duty("2026-06-15 08:00 12:00", site="gare"),
        duty("2026-06-15 12:05 12:15"),
        duty("2026-06-15 12:20 16:00", site="parc"),
        minutes_between=TABLE,
    )

    assert facts(audited(RULE, judged)) == [("2026-06-15", 20, 30, 10)]


@pytest.mark.parametrize(("start", "lawful"), [("12:29", False), ("12:30", True)])
def test_the_model_refuses_what_the_audit_refuses(start: str, lawful: bool) -> None:
    planned = rota(
        past("2026-06-15 08:00 12:00", site="gare"),
        duty(f"2026-06-15 {start} 16:00", site="parc"),
        first=DAY,
        last=DAY,
        travel=(("gare", "parc", 30),),
    )

    assert accepts(RULE, planned) is clean(RULE, planned) is lawful


def test_two_constants_without_time_between_are_inherited() -> None:
    planned = rota(
        past("2026-06-15 08:00 12:00", site="gare"),
        past("2026-06-15 12:10 16:00", site="parc"),
        duty("2026-06-15 18:00 19:00", site="parc"),
        first=DAY,
        last=DAY,
        travel=(("gare", "parc", 30),),
    )

    assert [f.inherited for f in audited(RULE, planned)] == [True]
    assert accepts(RULE, planned)


def test_the_sentence_names_the_time_and_the_journey() -> None:
    judged = timeline(
        duty("2026-06-15 08:00 12:00", site="gare"),
        duty("2026-06-15 12:10 16:00", site="parc"),
        minutes_between=TABLE,
    )

    assert [f.message for f in audited(RULE, judged)] == [
        "Lou : 0 h 10 entre deux sites le 15/06/2026, pour un trajet de 0 h 30."
    ]
