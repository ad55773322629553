"""
Recorded urgent works (D3131-1, L3132-4), and each rule of rest that they cut or suspend.

A week of posts from Monday 15 June 2026, with work on a roof torn off by a storm.
"""

from dataclasses import replace
from datetime import date

import pytest

from constraints.law.hours.daily_max_10h import RULE as TEN_HOURS
from constraints.law.on_call.oncall_rest import RULE as ONCALL_REST
from constraints.law.rests.daily_rest_11h import RULE as DAILY_REST
from constraints.law.rests.daily_span_13h import RULE as SPAN
from constraints.law.rests.may_first import RULE as MAY_FIRST
from constraints.law.rests.six_days_per_week import RULE as SIX_DAYS
from constraints.law.rests.sunday_rest import RULE as SUNDAY
from constraints.law.rests.weekly_rest_35h import RULE as WEEKLY_REST
from scheduler.domain.duty import Duty, DutyKind
from scheduler.domain.employment.grounds import Ground, GroundKind
from scheduler.domain.rota import Rota
from scheduler.finding import Verdict
from tests.constraints.law.people import duty, findings, person, rota

RULES = (TEN_HOURS, DAILY_REST, SPAN, MAY_FIRST, ONCALL_REST, SIX_DAYS, SUNDAY, WEEKLY_REST)
FIRST, LAST = date(2026, 6, 15), date(2026, 6, 21)
DAYS = [f"2026-06-{day}" for day in range(15, 22)]

POSTS = [duty(f"{day} 09:00", "17:00") for day in DAYS[:6]]
ROOF = "2026-06-21 06:00"
SUNDAY_POST = duty(ROOF, "12:00")


def urgent(first: date = FIRST, last: date = LAST) -> Ground:
    return Ground(kind=GroundKind.URGENT, since=first, until=last, ground="toit arraché")


def call(text: str, end: str) -> Duty:
    return duty(text, end, kind=DutyKind.INTERVENTION)


def broken(made: Rota) -> set[str]:
    return {
        rule.id
        for rule in RULES
        for finding in findings(rule, made)
        if finding.verdict is Verdict.VIOLATION
    }


def week(*duties: Duty, grounds: tuple[Ground, ...] = (), past: tuple[Duty, ...] = ()) -> Rota:
    return rota(person(), *duties, past=past, first=FIRST, last=LAST, grounds=grounds)


SUNDAY_ONLY = (urgent(LAST, LAST),)
REST = {DAILY_REST.id, ONCALL_REST.id}
LONG_CALL = REST | {SPAN.id, TEN_HOURS.id}


@pytest.mark.parametrize(
    ("duties", "past", "grounds", "expected"),
    [
        # A seventh day, on a Sunday, that leaves no weekly rest: lawful where it is urgent.
        ([*POSTS, SUNDAY_POST], (), (), {SIX_DAYS.id, SUNDAY.id, WEEKLY_REST.id}),
        ([*POSTS, SUNDAY_POST], (), SUNDAY_ONLY, set()),
        # The ground of another day, or of another dispositif, covers nothing.
        (
            [*POSTS, SUNDAY_POST],
            (),
            (urgent(FIRST, date(2026, 6, 20)),),
            {SUNDAY.id},
        ),
        # At night, called out from 1:00 to 6:00 between two posts: rest, and a span of 16 h.
        ([POSTS[0], POSTS[1]], (call("2026-06-16 01:00", "06:00"),), (), LONG_CALL),
        (
            [POSTS[0], POSTS[1]],
            (call("2026-06-16 01:00", "06:00"),),
            (replace(urgent(), dispositif="ailleurs"),),
            LONG_CALL,
        ),
        # Urgent, all but the ten hours of a day stands: no text of rest lifts that.
        ([POSTS[0], POSTS[1]], (call("2026-06-16 01:00", "06:00"),), (urgent(),), {TEN_HOURS.id}),
        ([POSTS[0], POSTS[1]], (call("2026-06-16 01:00", "03:00"),), (), REST | {SPAN.id}),
        ([POSTS[0], POSTS[1]], (call("2026-06-16 01:00", "03:00"),), (urgent(),), set()),
    ],
)  # fmt: skip
def test_each_rule_of_rest_lets_urgent_works_pass(
    duties: list[Duty], past: tuple[Duty, ...], grounds: tuple[Ground, ...], expected: set[str]
) -> None:
    assert broken(week(*duties, past=past, grounds=grounds)) == expected


def test_no_urgent_works_lift_the_first_of_may() -> None:
    made = rota(
        person(),
        duty("2026-05-01 09:00", "12:00"),
        first=date(2026, 5, 1),
        last=date(2026, 5, 3),
        grounds=(urgent(date(2026, 5, 1), date(2026, 5, 1)),),
    )

    assert broken(made) == {MAY_FIRST.id}


def test_a_rest_that_they_suspend_is_noted_with_what_is_due() -> None:
    made = week(*POSTS, SUNDAY_POST, grounds=SUNDAY_ONLY)
    (note,) = findings(WEEKLY_REST, made)

    assert (note.verdict, note.measured, note.limit) == (Verdict.NOTE, 23 * 60, 35 * 60)
    assert note.message == (
        "Maé : 23 h 00 de repos hebdomadaire au mieux dans la semaine du lundi 15/06/2026, au lieu "
        "de 35 h 00 : repos suspendu par des travaux urgents ; un repos d’une durée égale est dû à "
        "qui est affecté d’habitude à l’entretien ou à la réparation."
    )
    assert note.article == "L3132-4"
