"""Whatever a file may hold, each audit answers, and each finding holds together."""

import re
from datetime import date, datetime

import pytest
from hypothesis import HealthCheck, given, settings

from constraints.agreements.terms import Applied
from constraints.counters.count import counters
from constraints.registry import agreements, profile_of
from scheduler.domain.problem import Problem
from scheduler.domain.rota import Rota
from scheduler.domain.time import weeks_touched
from scheduler.domain.timeline import Timeline
from scheduler.finding import Finding
from tests.constraints.timelines import timelines

pytestmark = pytest.mark.long

MANY = settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
PROFILES = {
    "code": profile_of(),
    **{
        name: profile_of([Applied(agreement=name, since=date(2026, 6, 3))]) for name in agreements()
    },
}
#: The rules of the Code, and what each agreement makes of them or adds: each of them once.
RULES = tuple(dict.fromkeys(r for profile in PROFILES.values() for r in profile.person_rules))
#: Rules whose amount isn't the distance to the limit: what is due, or what the law counts apart.
OWN_AMOUNT = frozenset(
    {
        *("legal_35h_overtime", "modulation_overtime", "overtime_quota", "oncall_notice"),
        *("paid_leave_taking", "paid_leave_date_change", "modulation_notice", "part_time_notice"),
        "paid_leave_accrual",
    }
)
#: Rules that measure a sum of work inside the finding's span.
SUMS = frozenset(
    {
        *("daily_max_10h", "weekly_max_48h", "avg12_44h", "night_worker_avg12_40h"),
        *("minor_daily_8h", "minor_weekly_35h", "part_time_below_35h", "sunday_rest"),
        *("part_time_complementary_cap", "may_first", "minor_public_holiday_ban"),
        *("minor_apprentice_sunday_ban", "night_worker_daily_8h"),
    }
)


@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@settings(MANY, max_examples=60)
@given(line=timelines())
def test_no_audit_of_a_person_ever_fails(line: Timeline) -> None:
    for rule in RULES:
        for finding in rule.audit(line):
            _holds_together(finding, line)


@MANY
@given(line=timelines())
def test_no_audit_of_a_team_and_no_counter_ever_fails(line: Timeline) -> None:
    problem = Problem(
        horizon=line.horizon,
        mediators=(line.mediator,),
        slots=(),
        employer=line.employer,
        holidays=line.holidays,
        notices=line.notices,
        carried=line.carried,
        absences=line.absences,
    )
    profile = PROFILES["code"]
    for rule in profile.team_rules:
        for finding in rule.audit(Rota(problem=problem, assignments=frozenset())):
            assert "{" not in finding.message
            called = (line.employer.called, "Agence ")
            assert finding.message.startswith(called), finding.message
    counted = counters(line, profile.person_rules)

    assert len(counted.days) == len(line.horizon.days)


def _holds_together(finding: Finding, line: Timeline) -> None:
    duties = {duty.id: duty for duty in line.duties}
    said = f"{finding}"
    assert finding.span.minutes > 0, said
    assert set(finding.evidence) <= set(duties), said
    assert len(set(finding.evidence)) == len(finding.evidence), said
    assert min(finding.measured, finding.limit, finding.amount) >= 0, said
    if finding.rule not in OWN_AMOUNT:
        assert finding.amount == abs(finding.measured - finding.limit), said
    words = finding.message.replace("Maé {lieu}", "").replace("d {x}", "")
    assert not set("{}[]") & set(words), said
    assert words.endswith((".", "?")), said
    assert "()" not in finding.message, said
    for day in re.findall(
        r"(?:dans la semaine|la semaine(?= du))(?: du lundi (\d\d/\d\d/\d{4})\b)?", words
    ):
        assert day, said
        assert datetime.strptime(day, "%d/%m/%Y").weekday() == 0, said  # noqa: DTZ007 - a day
    weeks = set(weeks_touched(finding.span))
    beside = weeks & set(line.weeks) or line.carried
    if finding.rule in SUMS and not beside:
        proof = (duties[duty_id] for duty_id in finding.evidence)
        assert finding.measured == sum(duty.work_in(finding.span) for duty in proof), said
