from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from constraints.law.contracts.adult_relay import RULE
from scheduler.domain.employment.contracts import Contract, ContractKind
from scheduler.domain.people import Mediator
from scheduler.finding import Effect, Finding, Severity, Verdict
from tests.constraints.law.make import ADULT, audited, timeline

JUNE: dict[str, Any] = {"first": date(2026, 6, 1), "last": date(2026, 6, 30)}
DOUBT, FAULT = Verdict.TO_CONFIRM, Verdict.VIOLATION


def relay(start: date, end: date | None = None, **changes: Any) -> Contract:
    kind = ContractKind.CDI if end is None else ContractKind.CDD
    plain = Contract(kind=kind, start=start, end=end, adult_relay=True, priority_area=True)
    return replace(plain, **changes)


def someone(*contracts: Contract, birth: date | None = date(1990, 5, 4)) -> Mediator:
    return replace(ADULT, contracts=contracts, birth=birth)


def findings_on(who: Mediator, **options: Any) -> list[Finding]:
    return audited(RULE, timeline(who=who, **(JUNE | options)))


def test_an_adulte_relais_of_thirty_one_in_a_priority_area_is_lawful() -> None:
    assert findings_on(someone(relay(date(2026, 6, 2)), birth=date(1995, 1, 1))) == []


def test_a_contract_signed_at_twenty_four_warns_on_the_day_it_begins() -> None:
    [finding] = findings_on(someone(relay(date(2026, 6, 2)), birth=date(2002, 1, 1)))

    assert (finding.verdict, finding.severity, finding.effect, finding.blocks) == (
        FAULT,
        Severity.CONFIGURATION,
        Effect.WARN,
        False,
    )
    assert (finding.on, finding.measured, finding.limit) == (date(2026, 6, 2), 24, 26)
    assert finding.article == "L5134-102"
    assert finding.message == (
        "Lou avait 24 ans au début de son contrat adulte-relais : 26 ans au moins."
    )


@pytest.mark.parametrize(("birth", "ages"), [("2000-06-02", []), ("2000-06-03", [25])])
def test_twenty_six_is_reached_on_the_day_the_contract_begins(birth: str, ages: list[int]) -> None:
    who = someone(relay(date(2026, 6, 2)), birth=date.fromisoformat(birth))

    assert [f.measured for f in findings_on(who)] == ages


def test_a_contract_begun_before_the_text_read_is_to_confirm() -> None:
    young = date(1996, 1, 1)

    assert [f.verdict for f in findings_on(someone(relay(date(2021, 9, 15)), birth=young))] == [
        DOUBT
    ]
    assert [f.verdict for f in findings_on(someone(relay(date(2021, 9, 16)), birth=young))] == [
        FAULT
    ]
    assert findings_on(someone(relay(date(2010, 1, 1)), birth=date(1984, 1, 1))) == []


def test_an_unknown_birth_and_an_unknown_home_are_to_confirm() -> None:
    who = someone(relay(date(2026, 6, 2), priority_area=None), birth=None)

    assert [(f.verdict, f.message) for f in findings_on(who)] == [
        (
            DOUBT,
            (
                "Lou : date de naissance inconnue, 26 ans au moins au début d’un contrat "
                "adulte-relais, à confirmer."
            ),
        ),
        (
            DOUBT,
            (
                "Lou : un contrat adulte-relais suppose de résider dans un quartier prioritaire, "
                "résidence à confirmer."
            ),
        ),
    ]


def test_a_home_outside_the_priority_areas_breaks_it() -> None:
    [finding] = findings_on(someone(relay(date(2026, 6, 2), priority_area=False)))

    assert (finding.verdict, finding.message) == (
        FAULT,
        "Lou : contrat adulte-relais sans résider dans un quartier prioritaire.",
    )


@pytest.mark.parametrize("kind", [ContractKind.APPRENTICESHIP, ContractKind.TEMP])
def test_any_other_kind_of_contract_breaks_it(kind: ContractKind) -> None:
    [finding] = findings_on(someone(relay(date(2026, 6, 2), kind=kind)))

    assert (finding.verdict, finding.article) == (FAULT, "L5134-103")
    assert finding.message == (
        f"Lou : contrat adulte-relais en {kind.value}, au lieu d’un CDI ou d’un CDD."
    )


def test_a_cdd_of_three_years_to_the_day_is_lawful_and_a_day_more_is_to_confirm() -> None:
    start = date(2024, 1, 1)

    assert findings_on(someone(relay(start, date(2026, 12, 31)))) == []
    [doubt] = findings_on(someone(relay(start, date(2027, 1, 1))))
    assert (doubt.verdict, doubt.measured, doubt.limit) == (DOUBT, 4, 3)
    assert doubt.message == (
        "Lou : CDD adulte-relais du 01/01/2024 au 01/01/2027, au-delà de 3 ans. Soit il comprend "
        "son renouvellement et il est permis, soit il a été conclu pour cette durée et ne l’est "
        "pas : à confirmer."
    )


@pytest.mark.parametrize(("end", "verdicts"), [("2029-12-31", [DOUBT]), ("2030-01-01", [FAULT])])
def test_beyond_six_years_no_renewal_explains_it(end: str, verdicts: list[Verdict]) -> None:
    who = someone(relay(date(2024, 1, 1), date.fromisoformat(end)))

    assert [f.verdict for f in findings_on(who)] == verdicts


def test_a_renewal_of_three_years_is_lawful_once() -> None:
    first = relay(date(2020, 7, 1), date(2023, 6, 30))
    second = relay(date(2023, 7, 1), date(2026, 6, 30))
    third = relay(date(2026, 7, 1), date(2026, 12, 31))
    july: dict[str, Any] = {"first": date(2026, 7, 1), "last": date(2026, 7, 31)}

    assert findings_on(someone(first, second)) == []
    assert findings_on(someone(first, second, third)) == []
    [finding] = findings_on(someone(first, second, third), **july)
    assert (finding.measured, finding.limit, finding.unit) == (3, 2, "times")
    assert (finding.verdict, finding.message) == (
        FAULT,
        "Lou : 3 CDD adulte-relais à la suite, au lieu de 2 au plus.",
    )


def test_a_series_with_a_cdd_over_three_years_breaks_it() -> None:
    first = relay(date(2022, 1, 1), date(2025, 1, 1))
    second = relay(date(2025, 1, 2), date(2026, 12, 31))

    [finding] = findings_on(someone(first, second))

    assert (finding.verdict, finding.measured, finding.limit) == (FAULT, 5, 6)
    assert finding.message == (
        "Lou : CDD adulte-relais du 01/01/2022 au 31/12/2026, au lieu de 3 ans au plus, "
        "renouvelables une fois."
    )


def test_a_day_between_two_cdd_begins_a_new_series() -> None:
    first = relay(date(2020, 1, 1), date(2023, 1, 1))
    second = relay(date(2023, 1, 3), date(2026, 1, 2))
    third = relay(date(2026, 1, 4), date(2027, 1, 3))

    assert findings_on(someone(first, second, third)) == []


def test_a_cdd_without_end_is_to_confirm() -> None:
    [finding] = findings_on(someone(relay(date(2026, 1, 1), kind=ContractKind.CDD)))

    assert (finding.verdict, finding.message) == (
        DOUBT,
        "Lou : CDD adulte-relais sans date de fin, 3 ans au plus, à confirmer.",
    )


def test_a_cdd_begun_on_a_twenty_ninth_of_february_ends_on_the_twenty_eighth() -> None:
    leap = date(2024, 2, 29)

    assert findings_on(someone(relay(leap, date(2027, 2, 28)))) == []
    assert len(findings_on(someone(relay(leap, date(2027, 3, 1))))) == 1


def test_a_contract_already_in_force_is_told_on_the_first_day_judged() -> None:
    [finding] = findings_on(someone(relay(date(2025, 1, 1), priority_area=False)))

    assert finding.on == date(2026, 6, 1)


@pytest.mark.parametrize(
    "contract",
    [
        relay(date(2025, 1, 1), date(2026, 5, 31), priority_area=False),
        relay(date(2026, 7, 1), priority_area=False),
        relay(date(2026, 6, 1), priority_area=False, adult_relay=False),
    ],
)
def test_what_is_over_not_begun_or_no_adulte_relais_is_not_told(contract: Contract) -> None:
    assert findings_on(someone(contract)) == []
