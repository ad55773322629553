from dataclasses import replace
from datetime import date
from typing import Any

from scheduler.domain.employment.contracts import HoursBasis
from scheduler.domain.employment.employer import Carried, CarriedKind, Employer, Route, Scheme
from scheduler.domain.people import AbsenceKind
from scheduler.domain.time import days_span
from tests.constraints.counters.counted import JUNE, count, moved
from tests.constraints.counters.make import (
    MONDAY,
    away,
    contract,
    person,
    worked,
)


def test_a_remark_asks_to_check_leave_whose_worth_nobody_entered() -> None:
    counted = count(
        *worked(MONDAY, *[480] * 4),
        absences=(away(date(2026, 6, 19)),),
        last=date(2026, 6, 21),
    )

    (said,) = counted.remarks
    assert said == (
        "Semaine du 15/06/2026 : 4 h 00 à 25 % dues à 7 h 00 de congés payés (part du contrat) "
        "(Cass. soc. 10 septembre 2025, n° 23-14.455) : à vérifier si d’autres heures étaient "
        "prévues ces jours-là."
    )


def test_an_unknown_headcount_gives_both_amounts_of_rest() -> None:
    counted = count(*worked(MONDAY, *[540] * 5), rules=moved("overtime_quota", quota=60), **JUNE)

    assert (counted.rest.compulsory, counted.rest.compulsory_least) == (540, 270)
    (said,) = counted.remarks
    assert said == (
        "Contrepartie obligatoire en repos : 9 h 00 au-delà de vingt salariés, 4 h 30 jusqu’à "
        "vingt : effectif à renseigner."
    )


def test_nobody_s_contract_is_said() -> None:
    counted = count(*worked(MONDAY, *[600] * 5), who=replace(person(), contracts=()))

    assert counted.overtime == ()
    assert counted.remarks[0] == (
        "Aucun contrat connu sur la période : ni heures supplémentaires ni complémentaires."
    )


def test_what_is_known_in_part_is_said() -> None:
    known = days_span(date(2026, 6, 10), date(2026, 7, 5))
    counted = count(*worked(date(2026, 6, 10), 420), known=known, **JUNE)

    assert counted.remarks == (
        "Semaine du 08/06/2026 : connue en partie, le total peut être plus élevé.",
        "Contingent 2026 : heures connues depuis le 10/06/2026 seulement, sauf report indiqué.",
    )


def test_a_cycle_s_end_says_what_paid_absences_would_add() -> None:
    employer = Employer(schemes=(Scheme(route=Route.UNILATERAL, start=MONDAY, weeks=1),))
    options: dict[str, Any] = {
        "who": person(contract(35, basis=HoursBasis.CYCLE)),
        "employer": employer,
        "absences": (away(date(2026, 6, 19)),),
        "last": date(2026, 6, 21),
    }

    assert count(*worked(MONDAY, *[420] * 4), **options).remarks == ()
    (said,) = count(*worked(MONDAY, *[420] * 3, 421), **options).remarks
    assert said == (
        "Période du 15/06/2026 au 21/06/2026 : 0 h 01 supplémentaires en fin de cycle si les "
        "absences payées comptent (D3121-25), 0 h 00 sinon."
    )


def test_an_annual_contract_without_arrangement_and_one_cut_short_are_said() -> None:
    yearly = contract(35, basis=HoursBasis.YEAR, start=date(2026, 6, 15))
    balance = Carried(mediator="m", kind=CarriedKind.PERIOD, day=date(2026, 6, 30), minutes=90_000)
    employer = Employer(schemes=(Scheme(route=Route.AGREEMENT, start=date(2026, 1, 1), months=12),))

    alone = count(who=person(yearly), **JUNE)
    cut = count(who=person(yearly), employer=employer, carried=(balance,), **JUNE)

    name = "Période du 01/01/2026 au 31/12/2026"
    assert alone.remarks == (
        f"{name} : année civile par défaut, aucun aménagement n’est renseigné.",
    )
    assert cut.remarks == (
        f"{name} : arrivée ou départ en cours, seuil proratisé, à voir dans l’accord.",
    )


def test_a_part_time_cycle_whose_length_nobody_told_is_said() -> None:
    who = person(contract(24, basis=HoursBasis.CYCLE))

    (said,) = count(*worked(date(2026, 6, 1), *[300] * 30), who=who, **JUNE).remarks

    assert said == (
        "Du 01/06/2026 au 30/06/2026 : durée du cycle non renseignée, heures complémentaires "
        "comptées au mois."
    )


def test_rest_taken_without_a_balance_told_is_said() -> None:
    known = days_span(date(2025, 1, 1), date(2026, 7, 5))
    taken = away(MONDAY, kind=AbsenceKind.REST)

    assert count(absences=(taken,), known=known, **JUNE).remarks == (
        "Repos compensateur compté depuis le 01/01/2026, sans solde antérieur connu.",
    )
