from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from constraints.law.rests.public_holidays import RULE
from scheduler.dated import Level, Source
from scheduler.domain.employment.contracts import ContractKind
from scheduler.domain.employment.employer import Employer
from scheduler.finding import Effect
from tests.constraints.counters.make import away, contract, day, facts, person, shift, timeline

VICTORY = date(2026, 5, 8)
MAY_FIRST = date(2026, 5, 1)
MAY: dict[str, Any] = {
    "first": date(2026, 5, 1),
    "last": date(2026, 5, 31),
    "holidays": frozenset({MAY_FIRST, VICTORY, date(2026, 5, 14), date(2026, 5, 25)}),
}
SOURCE = Source("CCN régies de quartier", "3.7")


def test_work_on_a_public_holiday_is_noted_with_its_minutes() -> None:
    (finding,) = RULE.audit(timeline(day(VICTORY, 240), **MAY))

    assert facts([finding]) == [("2026-05-08", 240, 0, 240, "note")]
    assert (finding.effect, finding.article, finding.blocks) == (Effect.INFORM, "L3133-1", False)
    assert finding.message == (
        "Lou : 4 h 00 de travail le 08/05/2026, jour férié (aucune majoration dans la loi)."
    )


def test_an_ordinary_day_and_a_holiday_of_another_month_are_silent() -> None:
    judged = timeline(day(date(2026, 5, 7), 240), day(date(2026, 4, 6), 240), **MAY)

    assert list(RULE.audit(judged)) == []


def test_the_minutes_of_a_night_are_those_of_the_day() -> None:
    judged = timeline(shift("2026-05-07 22:00", "2026-05-08 06:00"), **MAY)

    assert facts(RULE.audit(judged)) == [("2026-05-08", 360, 0, 360, "note")]


def test_the_first_of_may_is_paid_double_and_judged_elsewhere() -> None:
    eleven = replace(RULE, closed=RULE.closed.derogate(11, date(2026, 1, 1), SOURCE))

    (finding,) = eleven.audit(timeline(day(MAY_FIRST, 240), **MAY))

    assert finding.verdict.value == "note"
    assert finding.message == (
        "Lou : 4 h 00 de travail le 01/05/2026, jour férié (indemnité égale au salaire, L3133-6)."
    )


@pytest.mark.parametrize(("closed", "verdict"), [(10, "note"), (11, "to_confirm")])
def test_an_agreement_may_have_all_eleven_off(closed: int, verdict: str) -> None:
    since, branch = date(2026, 1, 1), Level.BRANCH
    rule = replace(
        RULE,
        closed=RULE.closed.derogate(closed, since, SOURCE, level=branch),
        premium=RULE.premium.derogate(200, since, SOURCE, level=branch),
    )

    (finding,) = rule.audit(timeline(day(VICTORY, 240), **MAY))

    assert finding.verdict.value == verdict
    assert "majoration de 20 % par l’accord" in finding.message
    assert ("jour férié chômé par l’accord" in finding.message) is (verdict == "to_confirm")


def test_an_agreement_s_days_off_begin_on_its_first_day() -> None:
    rule = replace(RULE, closed=RULE.closed.derogate(11, date(2026, 5, 9), SOURCE))
    judged = timeline(day(VICTORY, 240), day(date(2026, 5, 14), 240), **MAY)

    assert [f.verdict.value for f in rule.audit(judged)] == ["note", "to_confirm"]


@pytest.mark.parametrize(
    ("closed", "verdict"),
    [(None, "note"), (frozenset(), "note"), (frozenset({VICTORY}), "to_confirm")],
)
def test_work_on_a_day_that_the_employer_closed_is_to_confirm(
    closed: frozenset[date] | None, verdict: str
) -> None:
    (finding,) = RULE.audit(timeline(day(VICTORY, 240), employer=Employer(closed=closed), **MAY))

    assert finding.verdict.value == verdict
    assert ("chômé par l’employeur" in finding.message) is (verdict == "to_confirm")


@pytest.mark.parametrize(("start", "count"), [(date(2026, 2, 8), 0), (date(2026, 2, 9), 1)])
def test_pay_is_kept_from_three_months_in_the_association(start: date, count: int) -> None:
    options = MAY | {"holidays": frozenset({VICTORY})}
    judged = timeline(who=person(contract(35, start=start)), **options)

    findings = list(RULE.audit(judged))

    assert [f.verdict.value for f in findings] == ["note"] * count
    said = (
        "Lou : 7 h 00 de travail en moins le 08/05/2026, jour férié chômé : la loi ne garantit "
        "pas le salaire (moins de 3 mois d’ancienneté, entrée le 09/02/2026)."
    )
    assert [f.message for f in findings] == [said] * count
    assert [f.article for f in findings] == ["L3133-3"] * count


def test_contracts_before_count_for_seniority() -> None:
    old = contract(35, start=date(2024, 1, 1), end=date(2024, 6, 30))
    who = person(old, contract(35, start=date(2026, 5, 1)))

    assert list(RULE.audit(timeline(who=who, **MAY))) == []


def test_a_temporary_worker_keeps_no_pay_but_on_the_first_of_may() -> None:
    who = person(contract(35, kind=ContractKind.TEMP))
    holidays = frozenset({MAY_FIRST, VICTORY, date(2026, 5, 16)})

    findings = list(RULE.audit(timeline(who=who, **(MAY | {"holidays": holidays}))))

    # 16 May is a Saturday: nothing would have been worked.
    assert [(f.on, f.measured) for f in findings] == [(VICTORY, 420)]
    assert "salarié temporaire" in findings[0].message


def test_who_is_away_anyway_loses_nothing_to_the_holiday() -> None:
    who = person(contract(35, kind=ContractKind.TEMP))
    options = MAY | {"holidays": frozenset({VICTORY})}

    assert list(RULE.audit(timeline(who=who, absences=(away(VICTORY),), **options))) == []


def test_an_agreement_may_give_a_rest_in_return() -> None:
    since, branch = date(2026, 1, 1), Level.BRANCH
    rule = replace(RULE, rest=RULE.rest.derogate(1500, since, SOURCE, level=branch))

    (finding,) = rule.audit(timeline(day(VICTORY, 241), **MAY))

    assert finding.message.endswith("jour férié (repos de 6 h 01, soit 150 % par l’accord).")
