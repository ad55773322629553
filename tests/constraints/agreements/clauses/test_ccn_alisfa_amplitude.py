from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from constraints.agreements.clauses.ccn_alisfa_amplitude import RULE
from scheduler.domain.duty import Duty
from scheduler.domain.employment.employer import Employer, ExceptionalDay
from tests.constraints.agreement import accepts
from tests.constraints.agreements.clauses.judged import agreed, said, since_tuesday
from tests.constraints.law.make import audited, call, duty, timeline
from tests.constraints.law.people import duty as post
from tests.constraints.law.people import person, rota

DAY = "2026-06-15"
MONDAY = date(2026, 6, 15)


def marked(*days: date, **options: str) -> Employer:
    """An employer that marks these days as exceptional."""
    return Employer(
        exceptional=tuple(
            ExceptionalDay(day=day, why="fête du quartier", **options) for day in days
        )
    )


def long(day: date, end: str = "20:00") -> tuple[Duty, Duty]:
    """A day from eight in the morning, cut in two: twelve hours by default."""
    return duty(f"{day} 08:00 10:00"), duty(f"{day} 16:00 {end}")


@pytest.mark.parametrize(
    ("end", "unmarked", "exceptional"),
    [
        ("18:00", [], []),
        ("18:01", [(DAY, 601, 600, "violation")], []),
        ("20:00", [(DAY, 720, 600, "violation")], []),
        ("20:01", [(DAY, 721, 600, "violation")], [(DAY, 721, 720, "violation")]),
    ],
)
def test_ten_hours_bind_and_twelve_do_on_a_day_marked_as_exceptional(
    end: str,
    unmarked: list[tuple[str, int, int, str]],
    exceptional: list[tuple[str, int, int, str]],
) -> None:
    assert said(RULE, *long(MONDAY, end)) == unmarked
    assert said(RULE, *long(MONDAY, end), employer=marked(MONDAY)) == exceptional


@pytest.mark.parametrize(
    ("options", "holds"),
    [
        ({}, True),
        ({"agency": "ag"}, True),
        ({"agency": "other"}, False),
        ({"mediator": "m"}, True),
        ({"mediator": "other"}, False),
        ({"agency": "ag", "mediator": "other"}, False),
    ],
)
def test_a_day_is_marked_for_all_an_agency_or_a_person(
    options: dict[str, str], *, holds: bool
) -> None:
    assert (said(RULE, *long(MONDAY), employer=marked(MONDAY, **options)) == []) is holds
    eve = marked(MONDAY - timedelta(days=1))
    assert len(said(RULE, *long(MONDAY), employer=eve)) == 1


@pytest.mark.parametrize(
    ("end", "made"),
    [
        ("18:00", (True, True)),
        ("18:01", (False, True)),
        ("20:00", (False, True)),
        ("20:01", (False, False)),
    ],
)
def test_the_planner_makes_a_day_of_twelve_hours_only_where_it_is_marked(
    end: str, made: tuple[bool, bool]
) -> None:
    week: dict[str, Any] = {"first": MONDAY, "last": MONDAY + timedelta(days=6)}
    posts = post(f"{DAY} 08:00", "10:00"), post(f"{DAY} 16:00", end)

    routine = rota(person(), *posts, **week)
    exceptional = rota(person(), *posts, employer=marked(MONDAY), **week)

    assert (accepts(RULE, routine), accepts(RULE, exceptional)) == made


def test_a_sixth_exceptional_day_in_a_civil_year_is_to_confirm() -> None:
    # Five are of December, and the year begins anew in January.
    days = [date(2026, 12, n) for n in (7, 9, 14, 16, 21, 23)] + [date(2027, 1, 4)]
    posts = [piece for day in days for piece in long(day)]
    usual = long(date(2026, 12, 2), "18:00")

    assert said(RULE, *usual, *posts, employer=marked(date(2026, 12, 2), *days)) == [
        ("2026-12-23", 720, 600, "to_confirm")
    ]
    (finding,) = audited(RULE, timeline(*posts, employer=marked(*days)))
    assert finding.message == (
        "Lou : amplitude de 12 h 00 le 23/12/2026, 6e jour exceptionnel de l’année au-delà de "
        "10 h 00 : à confirmer, la convention ne dit pas combien de jours le restent (5 ici)."
    )


def test_a_day_beyond_twelve_hours_is_none_of_the_few() -> None:
    days = [date(2026, 12, n) for n in (1, 7, 9, 14, 16, 21)]
    first, *others = days
    posts = [*long(first, "20:01"), *(piece for day in others for piece in long(day))]

    assert said(RULE, *posts, employer=marked(*days)) == [("2026-12-01", 721, 720, "violation")]


def test_a_night_belongs_to_the_day_on_which_it_begins() -> None:
    assert said(RULE, duty(f"{DAY} 20:00 06:00")) == []
    assert said(RULE, duty(f"{DAY} 20:00 06:01")) == [(DAY, 601, 600, "violation")]
    eve = marked(MONDAY + timedelta(days=1))
    assert len(said(RULE, duty(f"{DAY} 20:00 06:01"), employer=eve)) == 1


def test_an_intervention_is_part_of_the_day() -> None:
    assert said(RULE, duty(f"{DAY} 08:00 12:00"), call(f"{DAY} 20:00 20:30")) == [
        (DAY, 750, 600, "violation")
    ]


def test_it_holds_from_the_day_on_which_the_agreement_is_applied() -> None:
    days = duty("2026-06-15 08:00 21:00"), duty("2026-06-16 08:00 21:00")

    assert said(since_tuesday(RULE), *days) == [("2026-06-16", 780, 600, "violation")]


def test_a_company_agreement_may_set_thirteen_hours() -> None:
    day = duty(f"{DAY} 08:00 09:00"), duty(f"{DAY} 16:00 21:00")

    assert said(agreed(RULE, usual=780, most=780), *day) == []


def test_a_longer_day_says_what_would_make_it_lawful() -> None:
    (finding,) = audited(RULE, timeline(duty(f"{DAY} 08:00 18:01")))

    assert finding.message == (
        "Lou : amplitude de 10 h 01 le 15/06/2026, au lieu de 10 h 00 au plus ; 12 h 00 un jour "
        "marqué comme exceptionnel, avec son motif."
    )
    assert (finding.article, finding.blocks) == ("art. IV-1.3.1 (ALISFA, IDCC 1261)", True)


def test_what_the_past_alone_made_too_long_is_inherited() -> None:
    past = [replace(piece, decided=False) for piece in long(MONDAY)]

    assert [f.inherited for f in audited(RULE, timeline(*past))] == [True]
    assert [f.inherited for f in audited(RULE, timeline(*long(MONDAY)))] == [False]
