from datetime import date
from typing import Any

import pytest

from constraints.law.hours.solidarity_day import RULE
from scheduler.domain.employment.employer import Employer, Solidarity
from scheduler.finding import Effect
from tests.constraints.counters.make import contract, day, facts, person, timeline

WHIT = date(2026, 5, 25)
MAY: dict[str, Any] = {"first": date(2026, 5, 1), "last": date(2026, 5, 31)}


def employer(*days: Solidarity) -> Employer:
    return Employer(solidarity=days)


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [(None, []), (420, []), (421, [("2026-05-25", 421, 420, 1, "violation")])],
)
def test_seven_hours_a_year_to_the_minute(minutes: int | None, expected: list[object]) -> None:
    judged = timeline(
        day(WHIT, 480), employer=employer(Solidarity(day=WHIT, minutes=minutes)), **MAY
    )

    assert facts(RULE.audit(judged)) == expected


@pytest.mark.parametrize(("minutes", "amounts"), [(288, []), (289, [1])])
def test_a_part_timer_owes_a_share(minutes: int, amounts: list[int]) -> None:
    # 24 of 35 hours: 4 h 48 of seven.
    judged = timeline(
        day(WHIT, 400),
        who=person(contract(24)),
        employer=employer(Solidarity(day=WHIT, minutes=minutes)),
        **MAY,
    )

    assert [f.amount for f in RULE.audit(judged)] == amounts


def test_what_wasn_t_worked_doesn_t_count() -> None:
    judged = timeline(day(WHIT, 400), employer=employer(Solidarity(day=WHIT, minutes=600)), **MAY)

    assert list(RULE.audit(judged)) == []


def test_a_second_day_in_the_year_is_beyond_and_another_year_s_is_not() -> None:
    second = date(2026, 5, 29)
    marked = employer(
        Solidarity(day=WHIT, minutes=300),
        Solidarity(day=second, minutes=121),
        Solidarity(day=date(2025, 6, 9)),
    )
    judged = timeline(
        day(date(2025, 6, 9), 420), day(WHIT, 420), day(second, 420), employer=marked, **MAY
    )

    (finding,) = RULE.audit(judged)

    assert facts([finding]) == [("2026-05-29", 421, 420, 1, "violation")]
    assert finding.message == (
        "Lou : 7 h 01 au titre de la journée de solidarité dans l’année au 29/05/2026, au lieu de "
        "7 h 00 au plus : 0 h 01 à payer et à compter comme les autres heures."
    )
    assert (finding.effect, finding.article) == (Effect.COMPUTE, "L3133-8")


def test_it_is_told_in_the_month_of_the_day_that_passes_the_limit_alone() -> None:
    marked = employer(Solidarity(day=WHIT, minutes=500))
    judged = timeline(
        day(WHIT, 500), employer=marked, first=date(2026, 6, 1), last=date(2026, 6, 30)
    )

    assert list(RULE.audit(judged)) == []


@pytest.mark.parametrize("worked", [0, 240])
def test_never_on_the_first_of_may(worked: int) -> None:
    may = date(2026, 5, 1)
    duties = [day(may, worked)] if worked else []
    judged = timeline(*duties, employer=employer(Solidarity(day=may)), **MAY)

    (finding,) = RULE.audit(judged)

    assert facts([finding]) == [("2026-05-01", worked, 0, worked, "violation")]
    assert finding.article == "L3133-11"
    assert finding.message == (
        f"Lou : journée de solidarité fixée au 01/05/2026 ({worked // 60} h 00 travaillées) ; elle "
        "ne peut pas l’être un 1er mai."
    )


def test_days_of_others_don_t_bear_and_the_most_precise_record_wins() -> None:
    may = date(2026, 5, 1)
    marked = employer(
        Solidarity(day=may, agency="autre"),
        Solidarity(day=may, mediator="n"),
        Solidarity(day=WHIT, minutes=500),
        Solidarity(day=WHIT, minutes=60, mediator="m"),
    )

    assert list(RULE.audit(timeline(day(WHIT, 500), employer=marked, **MAY))) == []
