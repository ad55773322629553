import pytest

from constraints.registry import profile_of
from tests.constraints.agreements.make import DAY, applied, dated, refusals, term


def test_a_night_of_less_than_nine_hours_is_refused() -> None:
    late = term("night_hours.begins", 22 * 60, since=DAY)

    assert refusals([late]) == [
        "période de nuit de 22:00 à 06:00 le 15/06/2026 : elle dure au moins neuf heures (L3122-2)."
    ]
    assert refusals([late, term("night_hours.ends", 7 * 60, since=DAY)]) == []


def test_a_night_that_falls_short_once_one_end_lapses_is_refused() -> None:
    terms = [
        term("night_hours.begins", 22 * 60, since=DAY),
        term("night_hours.ends", 7 * 60, since=DAY, until=DAY),
    ]

    (why,) = refusals(terms)

    assert "le 16/06/2026" in why


def test_a_night_set_on_any_rule_that_counts_nights_is_that_of_all() -> None:
    profile = profile_of(
        [],
        [
            term("night_worker_daily_8h.begins", 22 * 60),
            term("night_worker_daily_8h.ends", 7 * 60),
        ],
    )

    assert dated(profile, "night_hours.begins").on(DAY) == 22 * 60
    assert dated(profile, "night_worker_status.ends").on(DAY) == 7 * 60
    assert len(refusals([term("night_worker_daily_8h.begins", 22 * 60)])) == 1


@pytest.mark.parametrize(("rest", "most"), [(9, 15), (10, 14), (11, 13), (12, 13)])
def test_a_span_is_what_the_rest_leaves_of_a_day(rest: int, most: int) -> None:
    nine = term("daily_rest_11h.rest", rest * 60)

    assert refusals([nine, term("daily_span_13h.limit", most * 60)]) == []
    (why,) = refusals([nine, term("daily_span_13h.limit", most * 60 + 1)])
    assert "en laisse" in why or "au plus (L3131-1)" in why


def test_a_company_s_span_is_held_against_a_rest_that_lapses() -> None:
    terms = [
        term("daily_rest_11h.rest", 9 * 60, since=DAY, until=DAY),
        term("daily_span_13h.limit", 14 * 60, since=DAY),
    ]

    assert refusals(terms) == [
        (
            "amplitude de 14 h 00 le 16/06/2026 : un repos quotidien de 11 h 00 en laisse 13 h "
            "00 au plus (L3131-1)."
        )
    ]


@pytest.mark.parametrize(("rest", "least"), [(9, 33), (10, 34), (11, 35), (12, 35)])
def test_a_weekly_rest_is_a_day_and_the_daily_rest(rest: int, least: int) -> None:
    daily = term("daily_rest_11h.rest", rest * 60)

    assert refusals([daily, term("weekly_rest_35h.minimum", least * 60)]) == []
    assert len(refusals([daily, term("weekly_rest_35h.minimum", least * 60 - 1)])) == 1


def test_a_longer_branch_rest_leaves_the_code_s_span() -> None:
    profile = profile_of([applied("alisfa")])

    assert dated(profile, "daily_span_13h.limit").on(DAY) == 13 * 60
    assert dated(profile, "weekly_rest_35h.minimum").on(DAY) == 35 * 60
    assert dated(profile, "oncall_rest.rest").on(DAY) == 12 * 60
