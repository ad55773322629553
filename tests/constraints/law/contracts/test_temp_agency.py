from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from constraints.law.contracts.temp_agency import RULE
from constraints.law.hours import avg12_44h, daily_max_10h, weekly_max_48h
from constraints.law.minors import minor_daily_8h
from constraints.law.rests import daily_rest_11h
from scheduler.audit import audit_person
from scheduler.domain.employment.contracts import Contract, ContractKind, HoursBasis
from scheduler.domain.people import Mediator
from scheduler.finding import Effect, Severity, Verdict
from scheduler.rule import Profile
from tests.constraints.law.make import ADULT, audited, duty, past, timeline

JUNE: dict[str, Any] = {"first": date(2026, 6, 1), "last": date(2026, 6, 30)}
WEEK = tuple(duty(f"2026-06-{n} 09:00 16:00") for n in (15, 16, 17, 18, 19))


def mission(start: date, end: date | None, **more: Any) -> Contract:
    return Contract(kind=ContractKind.TEMP, start=start, end=end, **more)


def temp(*contracts: Contract, birth: date = date(1990, 5, 4)) -> Mediator:
    missions = contracts or (mission(date(2026, 6, 15), date(2026, 6, 26)),)
    return replace(ADULT, contracts=missions, birth=birth)


def test_five_days_of_a_mission_are_noted_once_with_its_dates() -> None:
    [finding] = audited(RULE, timeline(*WEEK, who=temp(), **JUNE))

    assert (finding.verdict, finding.effect, finding.severity, finding.blocks) == (
        Verdict.NOTE,
        Effect.INFORM,
        Severity.PUBLIC_ORDER,
        False,
    )
    assert (finding.measured, finding.on) == (5, date(2026, 6, 15))
    assert finding.evidence == tuple(d.id for d in WEEK)
    assert finding.message == (
        "Lou : 5 jours de travail en intérim à partir du 15/06/2026, mission du 15/06/2026 au "
        "26/06/2026. L’association répond de sa durée du travail, de ses nuits, de ses repos et "
        "des jours fériés ; son nom figure dans la composition des équipes (D3171-7)."
    )


def test_an_employee_and_a_temp_who_does_not_work_are_not_told() -> None:
    assert audited(RULE, timeline(*WEEK, **JUNE)) == []
    before = past("2026-05-29 09:00 16:00")
    who = temp(mission(date(2026, 5, 18), date(2026, 6, 26)))
    assert audited(RULE, timeline(before, who=who, **JUNE)) == []


def test_two_missions_of_a_month_are_told_apart_and_a_job_after_them_is_not() -> None:
    job = Contract(kind=ContractKind.CDI, start=date(2026, 6, 18))
    who = temp(
        mission(date(2026, 6, 15), date(2026, 6, 15)),
        mission(date(2026, 6, 16), date(2026, 6, 17)),
        job,
    )

    assert [(f.measured, f.on.day) for f in audited(RULE, timeline(*WEEK, who=who, **JUNE))] == [
        (1, 15),
        (2, 16),
    ]


@pytest.mark.parametrize(
    ("basis", "words"), [(HoursBasis.YEAR, "sur l’année"), (HoursBasis.CYCLE, "sur un cycle")]
)
def test_hours_over_several_weeks_are_to_confirm_with_both_readings(
    basis: HoursBasis, words: str
) -> None:
    who = temp(mission(date(2026, 6, 15), None, basis=basis))

    note, doubt = audited(RULE, timeline(*WEEK, who=who, **JUNE))

    assert note.verdict is Verdict.NOTE
    assert (doubt.verdict, doubt.article) == (Verdict.TO_CONFIRM, "5.7.1.2 (ECLAT, IDCC 1518)")
    assert doubt.message == (
        f"Lou : heures d’intérim comptées {words} (mission du 15/06/2026 sans fin connue). "
        "L’accord le permet aux intérimaires, ou il les exclut comme ECLAT (5.7.1.2) et leurs "
        "heures se comptent à la semaine : à confirmer."
    )


def test_every_rule_on_hours_and_rests_judges_a_temp_as_an_employee() -> None:
    rules = (daily_max_10h.RULE, weekly_max_48h.RULE, daily_rest_11h.RULE)
    profile = Profile(name="trois", person_rules=rules)
    long = duty("2026-06-15 08:00 18:30")
    early = duty("2026-06-16 05:00 14:00")
    rest = tuple(duty(f"2026-06-{n} 08:00 18:00") for n in (17, 18, 19))
    judged = timeline(long, early, *rest, who=temp(), **JUNE)

    assert [(f.rule, f.measured) for f in audit_person(judged, profile)] == [
        ("daily_max_10h", 630),
        ("weekly_max_48h", 2970),
        ("daily_rest_11h", 630),
    ]


def test_a_young_temp_is_judged_as_a_minor() -> None:
    judged = timeline(duty("2026-06-15 08:00 16:01"), who=temp(birth=date(2009, 1, 1)), **JUNE)

    assert [f.amount for f in audited(minor_daily_8h.RULE, judged)] == [1]


def test_earlier_missions_count_in_the_average_of_twelve_weeks() -> None:
    monday = date(2026, 6, 15)
    missions = [
        mission(first, first + timedelta(days=6))
        for first in (monday - timedelta(weeks=n) for n in range(12))
    ]
    before = tuple(
        past(f"{monday - timedelta(weeks=n, days=-d)} 08:00 17:00")
        for n in range(1, 12)
        for d in range(5)
    )
    here = tuple(duty(f"2026-06-{15 + n} 08:00 14:36") for n in range(5))
    judged = timeline(*before, *here, who=temp(*missions), first=monday, last=date(2026, 6, 21))

    assert [(f.measured, f.limit) for f in audited(avg12_44h.RULE, judged)] == []
    more = (*here[:-1], duty("2026-06-19 08:00 14:37"))
    judged = timeline(*before, *more, who=temp(*missions), first=monday, last=date(2026, 6, 21))
    assert [(f.measured, f.limit) for f in audited(avg12_44h.RULE, judged)] == [(31681, 31680)]
