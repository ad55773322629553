from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constraints.law.on_call.oncall_rest import RULE
from constraints.law.rests.daily_rest_11h import RULE as DAILY
from scheduler.domain.duty import Duty, DutyKind
from scheduler.domain.time import Span, midnight_minute
from tests.constraints.agreement import accepts, clean
from tests.constraints.law.cases import cases, check
from tests.constraints.law.make import audited, call, duty, facts, past, rota, timeline, turning

MONDAY = date(2026, 6, 1)


def test_the_cases_of_the_daily_rest_with_an_intervention_hold_here_too() -> None:
    for case in cases(DAILY.id):
        if any("oncall" in shift.get("kind", "") for shift in case["shifts"]):
            check(RULE, case)


@pytest.mark.parametrize(("back", "amounts"), [("10:29", [1]), ("10:30", []), ("10:31", [])])
def test_the_rest_runs_again_from_the_end_of_the_intervention(
    back: str, amounts: list[int]
) -> None:
    judged = timeline(
        duty("2026-06-15 10:00 18:00"),
        call("2026-06-15 23:00 23:30"),
        duty(f"2026-06-16 {back} 17:00"),
    )

    assert [f.amount for f in audited(RULE, judged)] == amounts


def test_it_tells_from_when_the_person_may_be_back() -> None:
    judged = timeline(
        duty("2026-06-15 10:00 18:00"),
        call("2026-06-15 23:00 23:30"),
        duty("2026-06-16 09:00 17:00"),
    )

    [finding] = audited(RULE, judged)

    assert finding.message == (
        "Lou : intervention d’astreinte, 9 h 30 de repos au mieux avant la reprise du 16/06/2026, "
        "au lieu de 11 h 00 ; reprise possible le 16/06/2026 à 10:30."
    )
    assert finding.article == "L3121-9"


@pytest.mark.parametrize(("start", "count"), [("05:00", 0), ("04:59", 1)])
def test_a_full_rest_before_the_intervention_is_enough(start: str, count: int) -> None:
    judged = timeline(
        duty("2026-06-15 10:00 18:00"),
        call(f"2026-06-16 {start} 05:30"),
        duty("2026-06-16 09:00 17:00"),
    )

    assert len(audited(RULE, judged)) == count


def test_a_full_rest_between_two_interventions_is_enough() -> None:
    judged = timeline(
        duty("2026-06-12 10:00 18:00"),
        call("2026-06-12 22:00 22:30"),
        call("2026-06-13 09:30 10:00"),
        duty("2026-06-13 14:00 18:00"),
    )

    assert audited(RULE, judged) == []


def test_a_short_rest_without_intervention_is_for_the_daily_rest_alone() -> None:
    judged = timeline(
        duty("2026-06-15 10:00 22:00"),
        past("2026-06-15 22:00 08:00", kind=DutyKind.STANDBY),
        duty("2026-06-16 08:00 12:00"),
    )

    assert audited(RULE, judged) == []
    assert len(audited(DAILY, judged)) == 1


def test_an_intervention_inside_a_day_cuts_no_rest() -> None:
    judged = timeline(
        duty("2026-06-15 08:00 12:00"),
        call("2026-06-15 12:30 13:00"),
        duty("2026-06-15 14:00 18:00"),
    )

    assert audited(RULE, judged) == []


@pytest.mark.parametrize(("day", "measured"), [("2026-03-29", 570), ("2026-10-25", 690)])
def test_the_night_of_a_clock_change_counts_elapsed_minutes(day: str, measured: int) -> None:
    eve = date.fromordinal(date.fromisoformat(day).toordinal() - 1)
    judged = timeline(
        duty(f"{eve} 10:00 18:00"), call(f"{eve} 22:00 22:30"), duty(f"{day} 09:00 17:00")
    )

    expected = [] if measured >= 660 else [(day, measured, 660, 660 - measured)]
    assert facts(audited(RULE, judged)) == expected


def test_the_resumption_of_a_minor_is_for_the_rules_of_minors() -> None:
    judged = timeline(
        duty("2026-06-15 10:00 18:00"),
        call("2026-06-15 23:00 23:30"),
        duty("2026-06-16 09:00 17:00"),
        who=turning(date(2010, 1, 1)),
    )

    assert audited(RULE, judged) == []


def test_history_alone_is_inherited_in_the_horizon_and_silent_before_it() -> None:
    duties = (
        past("2026-06-15 10:00 18:00"),
        call("2026-06-15 23:00 23:30"),
        past("2026-06-16 09:00 17:00"),
    )

    assert [f.inherited for f in audited(RULE, timeline(*duties))] == [True]
    assert (
        audited(RULE, timeline(*duties, duty("2026-06-20 09:00 12:00"), first=date(2026, 6, 17)))
        == []
    )


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([0, 60, 540, 599, 600, 659, 660, 661, 900]),
            st.sampled_from([30, 240, 480]),
            st.sampled_from(["slot", "slot", "call", "past", "left"]),
        ),
        min_size=2,
        max_size=9,
    )
)
def test_encoding_and_audit_agree_around_interventions(
    steps: list[tuple[int, int, str]],
) -> None:
    clock = midnight_minute(MONDAY) - 1440
    duties: list[Duty] = []
    left: list[Duty] = []
    for number, (gap, length, kind) in enumerate(steps):
        span = Span.of_minutes(clock + gap, clock + gap + length)
        clock = span.last
        fixed = kind in {"call", "past"} or span.first < midnight_minute(MONDAY)
        (left if kind == "left" and not fixed else duties).append(
            Duty(
                id=f"d{number}",
                span=span,
                dispositif="d",
                agency="ag",
                decided=not fixed,
                kind=DutyKind.INTERVENTION if kind == "call" else DutyKind.WORK,
            )
        )
    for rule in (RULE, DAILY):
        planned = rota(*duties, first=MONDAY, last=date(2026, 6, 14), left=left)

        assert accepts(rule, planned) == clean(rule, planned)
