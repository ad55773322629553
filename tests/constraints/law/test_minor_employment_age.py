from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from constraints.law.minor_employment_age import RULE
from scheduler.domain.people import ContractKind
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
    assert finding.message == "Maé a 14 ans le 15/06/2026 : l'emploi commence à 15 ans."


def test_a_fixed_day_is_inherited_and_an_unknown_age_is_an_adults() -> None:
    made = rota(person(birth=date(2010, 6, 16)), past=(MONDAY,), **WEEK)

    assert seen(RULE, made) == [("2026-06-15", 15, 1, "violation", True)]
    assert seen(RULE, rota(replace(person(), birth=None), MONDAY, **WEEK)) == []
