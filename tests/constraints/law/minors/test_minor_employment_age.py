from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from constraints.law.minors.minor_employment_age import RULE
from scheduler.domain.employment.contracts import ContractKind
from scheduler.domain.employment.exemptions import HolidayJob, InspectorAnswer
from scheduler.domain.people import Mediator
from scheduler.finding import Verdict
from tests.constraints.law.people import duty, findings, person, rota, seen

WEEK: dict[str, Any] = {"first": date(2026, 6, 15), "last": date(2026, 6, 21)}
MONDAY = duty("2026-06-15 10:00", "12:00")
APPRENTICE = ContractKind.APPRENTICESHIP


def test_a_seasonal_worker_of_fifteen_is_refused_until_the_birthday() -> None:
    tuesday = duty("2026-06-16 10:00", "12:00")

    assert seen(RULE, rota(person(birth=date(2010, 6, 16)), MONDAY, tuesday, **WEEK)) == [
        ("2026-06-15", 15, 1, "violation", False)
    ]


def test_an_apprentice_of_fifteen_is_to_confirm() -> None:
    made = rota(person(birth=date(2011, 3, 1), kind=APPRENTICE), MONDAY, **WEEK)

    (finding,) = findings(RULE, made)
    assert (finding.verdict, finding.blocks) == (Verdict.TO_CONFIRM, False)
    assert finding.message == (
        "Maé a 15 ans le 15/06/2026 : un apprentissage avant 16 ans suppose le collège achevé, "
        "à confirmer."
    )


def test_an_apprentice_of_fourteen_is_refused() -> None:
    made = rota(person(birth=date(2011, 6, 16), kind=APPRENTICE), MONDAY, **WEEK)

    (finding,) = findings(RULE, made)
    assert (finding.measured, finding.limit, finding.blocks) == (14, 15, True)
    assert finding.message == "Maé a 14 ans le 15/06/2026 : l’emploi commence à 15 ans."


def test_a_fixed_day_is_inherited_and_an_unknown_age_is_an_adults() -> None:
    made = rota(person(birth=date(2010, 6, 16)), past=(MONDAY,), **WEEK)

    assert seen(RULE, made) == [("2026-06-15", 15, 1, "violation", True)]
    assert seen(RULE, rota(replace(person(), birth=None), MONDAY, **WEEK)) == []


FIRST, LAST = date(2026, 7, 4), date(2026, 8, 31)
"""The summer holidays of 2026."""
SUMMER: dict[str, Any] = {"first": date(2026, 6, 29), "last": date(2026, 9, 6)}
YES, NO = InspectorAnswer.GRANTED, InspectorAnswer.REFUSED
LACKING = "Maé a {age} ans le 06/07/2026, et l’emploi commence à 16 ans : {ground}"

LATE = "sans accord, la demande du 22/06/2026 est à envoyer 15 jours au moins avant le 06/07/2026."


def pupil(birth: date = date(2011, 3, 1), **more: Any) -> Mediator:
    """Somebody of fifteen who asked in time to work from 6 to 31 July."""
    job: dict[str, Any] = {
        "requested": date(2026, 6, 21),
        "since": date(2026, 7, 6),
        "until": date(2026, 7, 31),
        "breaks": ((FIRST, LAST),),
    } | more
    return replace(person(birth=birth), holiday_jobs=(HolidayJob(**job),))


@pytest.mark.parametrize(
    ("who", "ground"),
    [
        (pupil(), None),
        (pupil(requested=date(2026, 6, 22)), LATE),
        (pupil(requested=date(2026, 6, 22), answer=YES, answered=date(2026, 7, 6)), None),
        (pupil(requested=date(2026, 6, 22), answer=YES, answered=date(2026, 7, 7)),
            "l’inspecteur n’a donné son accord que le 07/07/2026."),
        (pupil(answer=NO, answered=date(2026, 7, 6)), "l’inspecteur a refusé le 06/07/2026."),
        (pupil(answer=NO, answered=date(2026, 7, 7)), None),
        (pupil(breaks=()), "ce jour n’est pas en vacances scolaires."),
        (pupil(breaks=((date(2026, 7, 6), date(2026, 7, 19)),)), None),
        (pupil(breaks=((date(2026, 7, 6), date(2026, 7, 18)),)),
            "ces vacances durent 13 jours, au lieu de 14 au moins."),
        (pupil(since=date(2026, 7, 7)), "aucune autorisation n’est demandée pour ce jour."),
    ],
)  # fmt: skip
def test_work_in_school_holidays_is_lawful_where_the_inspecteur_lets_it(
    who: Mediator, ground: str | None
) -> None:
    made = findings(RULE, rota(who, duty("2026-07-06 10:00", "12:00"), **SUMMER))

    assert [(f.message, f.blocks) for f in made] == (
        [] if ground is None else [(LACKING.format(age=15, ground=ground), True)]
    )


@pytest.mark.parametrize(
    ("birth", "age", "lawful"),
    [(date(2012, 7, 6), 14, True), (date(2012, 7, 7), 13, False), (date(2010, 7, 6), 16, True)],
)
def test_one_works_in_holidays_from_fourteen_on(birth: date, age: int, *, lawful: bool) -> None:
    made = findings(RULE, rota(pupil(birth), duty("2026-07-06 10:00", "12:00"), **SUMMER))

    assert [f.measured for f in made] == ([] if lawful else [age])


def test_an_authorisation_says_nothing_of_days_outside_it_nor_of_apprentices() -> None:
    days = [duty(f"2026-07-{day} 10:00", "12:00") for day in ("05", "06", "31")]
    august = duty("2026-08-01 10:00", "12:00")

    assert [f.on.day for f in findings(RULE, rota(pupil(), *days, august, **SUMMER))] == [5, 1]
    contract = replace(pupil().contracts[0], kind=APPRENTICE)
    learner = replace(pupil(date(2012, 1, 1)), contracts=(contract,))
    assert seen(RULE, rota(learner, days[1], **SUMMER)) == [
        ("2026-07-06", 14, 1, "violation", False)
    ]


def test_a_second_request_counts_beside_a_refused_one() -> None:
    refused = pupil(answer=NO, answered=date(2026, 6, 25)).holiday_jobs
    both = replace(pupil(), holiday_jobs=(*refused, *pupil().holiday_jobs, *refused))

    assert seen(RULE, rota(both, duty("2026-07-06 10:00", "12:00"), **SUMMER)) == []
