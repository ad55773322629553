from dataclasses import replace
from datetime import date, timedelta

import pytest

from constraints.law.hours.legal_35h_overtime import RULE
from scheduler.dated import Source
from scheduler.domain.duty import Break
from scheduler.domain.employment.contracts import HoursBasis
from scheduler.domain.employment.employer import Employer, Route, Scheme, Solidarity
from scheduler.finding import Effect
from tests.constraints.counters.make import (
    MONDAY,
    contract,
    facts,
    past,
    person,
    shift,
    timeline,
    worked,
)

SEVEN = 7 * 60
AGREEMENT = Source("accord d’entreprise", "art. 2")


@pytest.mark.parametrize(
    ("friday", "expected"),
    [(SEVEN - 1, []), (SEVEN, []), (SEVEN + 1, [("2026-06-19", 2101, 2100, 1, "note")])],
)
def test_thirty_five_hours_to_the_minute(friday: int, expected: list[object]) -> None:
    judged = timeline(*worked(MONDAY, SEVEN, SEVEN, SEVEN, SEVEN, friday))

    assert facts(RULE.audit(judged)) == expected


def test_the_sentence_says_week_total_and_both_rates() -> None:
    (finding,) = RULE.audit(timeline(*worked(MONDAY, 540, 540, 540, 540, 480)))

    assert finding.message == (
        "Lou : 44 h 00 de travail dans la semaine du lundi 15/06/2026, 9 h 00 supplémentaires "
        "au-delà de 35 h 00 : 8 h 00 à 25 % et 1 h 00 à 50 %."
    )
    assert (finding.effect, finding.article, finding.blocks) == (Effect.COMPUTE, "L3121-28", False)
    assert finding.evidence == tuple(f"2026-06-{n}" for n in range(15, 20))


def test_it_lies_on_the_day_that_crosses() -> None:
    judged = timeline(*worked(MONDAY, 600, 600, 600, 600, 60))

    assert facts(RULE.audit(judged)) == [("2026-06-18", 2460, 2100, 360, "note")]


def test_overtime_given_back_as_rest_is_said_so() -> None:
    judged = timeline(
        *worked(MONDAY, 540, 540, 540, 540), employer=Employer(rest_for_overtime=True)
    )

    (finding,) = RULE.audit(judged)

    assert finding.message.endswith("1 h 00 à 25 %, données en repos équivalent.")


@pytest.mark.parametrize(("minutes", "amounts"), [(None, []), (419, [1]), (420, []), (500, [])])
def test_the_solidarity_day_triggers_nothing_within_seven_hours(
    minutes: int | None, amounts: list[int]
) -> None:
    whit = date(2026, 5, 25)
    week = worked(whit, SEVEN, SEVEN, SEVEN, SEVEN, SEVEN, SEVEN)
    employer = Employer(solidarity=(Solidarity(day=whit, minutes=minutes),))

    assert [f.amount for f in RULE.audit(timeline(*week, employer=employer))] == amounts


def test_without_a_solidarity_day_the_same_week_has_seven_hours_of_overtime() -> None:
    week = worked(date(2026, 5, 25), SEVEN, SEVEN, SEVEN, SEVEN, SEVEN, SEVEN)

    assert [f.amount for f in RULE.audit(timeline(*week))] == [420]


def test_a_cycle_is_counted_by_its_period_once_its_length_is_told() -> None:
    who = person(contract(35, basis=HoursBasis.CYCLE))
    week = worked(MONDAY, *[480] * 5)
    employer = Employer(schemes=(Scheme(route=Route.UNILATERAL, start=MONDAY, weeks=2),))

    assert list(RULE.audit(timeline(*week, who=who, employer=employer))) == []
    (finding,) = RULE.audit(timeline(*week, who=who))
    assert finding.verdict.value == "to_confirm"
    assert finding.message.endswith("5 h 00 à 25 % (durée du cycle non renseignée : à confirmer).")


def test_an_agreement_s_rate_holds_from_its_first_day_in_the_middle_of_a_week() -> None:
    moved = replace(RULE, first_rate=RULE.first_rate.derogate(100, date(2026, 6, 19), AGREEMENT))
    judged = timeline(*worked(MONDAY, 600, 600, 600, 420, 180))

    (finding,) = moved.audit(judged)

    assert finding.message.endswith("3 h 00 à 10 % et 2 h 00 à 25 %.")
    assert finding.article == "L3121-28"


def test_a_straddling_week_is_whole_and_dated_in_the_month_judged() -> None:
    monday = date(2026, 6, 29)
    june = past(worked(monday, 600, 600))
    july = worked(date(2026, 7, 1), 600, 300, 60)
    judged = timeline(*june, *july, first=date(2026, 7, 1))

    assert facts(RULE.audit(judged)) == [("2026-07-03", 2160, 2100, 60, "note")]


def test_what_crossed_before_the_horizon_is_dated_on_its_first_day_and_inherited() -> None:
    june = past(worked(date(2026, 6, 26), 0) + worked(date(2026, 6, 29), 1100, 1100))
    judged = timeline(*june, first=date(2026, 7, 1), last=date(2026, 7, 31))

    (finding,) = RULE.audit(judged)

    assert (finding.on, finding.amount, finding.inherited) == (date(2026, 7, 1), 100, True)


@pytest.mark.parametrize(("monday", "hours"), [("2026-03-23", 7), ("2026-10-19", 9)])
def test_the_night_of_a_clock_change_has_seven_or_nine_hours(monday: str, hours: int) -> None:
    first = date.fromisoformat(monday)
    saturday, sunday = first + timedelta(days=5), first + timedelta(days=6)
    night = shift(f"{saturday} 22:00", f"{sunday} 06:00")
    judged = timeline(*worked(first, *[SEVEN] * 5), night)

    assert [f.amount for f in RULE.audit(judged)] == [hours * 60]


def test_a_break_over_sunday_midnight_is_taken_once() -> None:
    night = shift("2026-06-21 20:00", "2026-06-22 04:00", Break(minutes=60))
    judged = timeline(
        *worked(MONDAY, *[SEVEN] * 5), night, *worked(date(2026, 6, 23), *[SEVEN] * 5)
    )

    # The break lies from 23:30 to 00:30: three and a half hours on either side.
    assert [f.amount for f in RULE.audit(judged)] == [210, 210]


def test_the_horizon_s_weeks_alone_are_judged() -> None:
    old = past(worked(date(2026, 6, 1), *[600] * 4))

    assert list(RULE.audit(timeline(*old, *worked(MONDAY, SEVEN), first=MONDAY))) == []
