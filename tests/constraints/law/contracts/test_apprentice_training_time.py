from datetime import date
from typing import Any

import pytest

from constraints.law.contracts.apprentice_training_time import RULE
from scheduler.domain.duty import DutyKind
from scheduler.domain.employment.contracts import ContractKind, HoursBasis
from scheduler.finding import Verdict
from tests.constraints.law.people import duty, findings, person, rota

WEEK: dict[str, Any] = {"first": date(2026, 6, 15), "last": date(2026, 6, 21)}
CLASSES = tuple(
    duty(f"2026-06-{day} 09:00", "16:00", kind=DutyKind.TRAINING) for day in range(15, 20)
)
ADULT_APPRENTICE = person(birth=date(2006, 1, 10), kind=ContractKind.APPRENTICESHIP)
SATURDAY = duty("2026-06-20 09:00", "09:01")


def test_training_counts_as_work_in_days_and_weeks() -> None:
    timeline = rota(ADULT_APPRENTICE, SATURDAY, past=CLASSES, **WEEK).timeline(ADULT_APPRENTICE)

    assert timeline.minutes_by_week == {date(2026, 6, 15): 2101}
    assert timeline.minutes_by_day[date(2026, 6, 15)] == 420
    assert RULE.minutes(timeline, date(2026, 6, 15)) == 2100
    assert RULE.minutes(timeline, date(2026, 6, 8)) == 0


def test_the_field_after_a_whole_week_of_classes_is_overtime_and_noted() -> None:
    made = rota(ADULT_APPRENTICE, SATURDAY, past=CLASSES, **WEEK)

    (finding,) = findings(RULE, made)
    assert (finding.verdict, finding.blocks, finding.measured) == (Verdict.NOTE, False, 2101)
    assert finding.message == (
        "Maé (apprentissage) : 35 h 01 dans la semaine du lundi 15/06/2026, formation "
        "comprise, pour un contrat de 35 h 00 : 0 h 01 au-delà, déjà dans les heures "
        "supplémentaires de la semaine."
    )


def test_a_week_within_the_contract_or_of_classes_alone_is_not_noted() -> None:
    four = rota(ADULT_APPRENTICE, duty("2026-06-19 09:00", "16:00"), past=CLASSES[:4], **WEEK)

    assert findings(RULE, four) == []
    assert findings(RULE, rota(ADULT_APPRENTICE, past=CLASSES, **WEEK)) == []


def test_a_minor_is_left_to_the_thirty_five_hours_and_other_contracts_to_overtime() -> None:
    minor = person(birth=date(2009, 1, 10), kind=ContractKind.APPRENTICESHIP)

    assert findings(RULE, rota(minor, SATURDAY, past=CLASSES, **WEEK)) == []
    assert findings(RULE, rota(person(), SATURDAY, past=CLASSES, **WEEK)) == []


@pytest.mark.parametrize(
    "options", [{"basis": HoursBasis.YEAR}, {"basis": HoursBasis.CYCLE}, {"hours": 26.25}]
)
def test_hours_of_part_timers_and_of_longer_periods_are_no_overtime_of_the_week(
    options: dict[str, Any],
) -> None:
    who = person(birth=date(2006, 1, 10), kind=ContractKind.APPRENTICESHIP, **options)

    assert findings(RULE, rota(who, SATURDAY, past=CLASSES, **WEEK)) == []


def test_the_week_is_counted_with_its_classes() -> None:
    made = rota(ADULT_APPRENTICE, SATURDAY, past=CLASSES, **WEEK)

    assert RULE.computed(made.timeline(ADULT_APPRENTICE)) == 2101
