from dataclasses import replace
from datetime import date, time
from typing import Any

from api.export.registers.people import figures, opened, record_sheets, standby_sheets, times
from scheduler.domain.employment.contracts import Contract, ContractKind
from scheduler.domain.employment.employer import Carried, CarriedKind
from scheduler.domain.time import at
from tests.api.export.printed import lines
from tests.api.export.registers_sample import CYCLE, EMPLOYER, gathered, month, of, worked
from tests.api.export.samples import ROSE

FOUND = gathered()


def figures_of(who: str, **changes: Any) -> dict[str, str]:
    """The figures of one person's month, no-break spaces as spaces."""
    registers = gathered(**changes) if changes else FOUND
    rows = figures(registers, of(registers, who))
    return {label.replace("\xa0", " "): value.replace("\xa0", " ") for label, value in rows}


def test_the_record_tells_each_period_with_start_end_and_elapsed_hours() -> None:
    rows = lines(record_sheets(FOUND, [of(FOUND, "rose")]))

    assert "jeu. 1er … – 6h 30 min travail Parc des Chantiers 5 h 30 5 h 30" in rows
    assert "sam. 24 21h30 – 6h (+1) 30 min travail Parc des Chantiers 9 h 00 2 h 30" in rows
    assert "dim. 25 fin de nuit 6 h 30" in rows
    assert "ven. 2 —" in rows


def test_a_day_before_or_after_a_contract_is_no_day_off() -> None:
    rows = lines(record_sheets(FOUND, [of(FOUND, "tom")]))

    assert [row for row in rows if row.endswith("hors contrat")][3:5] == [
        "dim. 4 hors contrat",
        "sam. 10 hors contrat",
    ]


def test_each_civil_week_is_summed_up_history_included() -> None:
    rows = lines(record_sheets(FOUND, [of(FOUND, "rose")]))

    assert [row for row in rows if row.startswith("Semaine")] == [
        "Semaine 28/09 – 04/10 8 h 00",
        "Semaine 05/10 – 11/10 0 h 00",
        "Semaine 12/10 – 18/10 0 h 00",
        "Semaine 19/10 – 25/10 9 h 00",
        "Semaine 26/10 – 31/10 connue en partie 0 h 00",
    ]


def test_a_week_of_which_the_past_is_unknown_says_so() -> None:
    registers = gathered(known_since=date(2026, 10, 1))
    rows = lines(record_sheets(registers, [of(registers, "rose")]))

    assert "Semaine 28/09 – 04/10 connue en partie 8 h 00" in rows


def test_each_person_has_a_page_with_contract_statement_and_boxes_to_sign() -> None:
    content = record_sheets(FOUND, FOUND.records)
    tom = lines(content, 4)

    assert tom[0] == "Tom Quidam Heures de travail — octobre 2026"
    assert tom[1] == "Nantes · intérim, 35 h 00 par semaine"
    assert tom[2].startswith("Heures prévues au planning, et non heures faites : aucun relevé")
    assert "Salarié, date et signature Employeur ou son délégué, date et signature" in tom
    assert any("À tenir un an à la disposition de l’inspection" in row for row in tom)
    assert "version 3f2a90c1, publiée le 20/09/2026 page 5 sur 5" in tom[-1]


def test_the_annex_to_the_pay_slip_tells_overtime_by_rate_and_since_january() -> None:
    anna = figures_of("anna")

    assert anna == {
        "Heures de travail du mois": "40 h 00",
        "dont heures de nuit": "0 h 00",
        "Heures supplémentaires des semaines et périodes finies dans le mois, à 25 %": "5 h 00",
        "Heures supplémentaires depuis le 1er janvier": "5 h 00",
        "Repos compensateur de remplacement acquis dans le mois": "0 h 00",
        "Contrepartie obligatoire en repos acquise depuis le 1er janvier": "0 h 00",
        "Repos compensateur pris dans le mois": "0 h 00",
        "Repos compensateur à prendre en fin de mois": "0 h 00",
    }
    page = lines(record_sheets(FOUND, [of(FOUND, "anna")]))
    for label, value in anna.items():
        assert f"{label} {value}" in page


def test_a_year_known_in_part_says_since_when() -> None:
    label = "Heures supplémentaires depuis le 1er janvier, connues depuis le 01/10/2026"

    assert figures_of("anna", known_since=date(2026, 10, 1))[label] == "5 h 00"


def test_overtime_given_back_is_equivalent_rest() -> None:
    registers = gathered(replace(EMPLOYER, rest_for_overtime=True))
    rows = dict(figures(registers, of(registers, "anna")))

    assert rows["Repos compensateur de remplacement acquis dans le mois"] == "6\xa0h\xa015"
    assert rows["Heures supplémentaires depuis le 1er janvier"] == "5\xa0h\xa000"


def test_complementary_hours_of_a_part_timer_are_told_by_rate() -> None:
    bilal = figures_of("bilal")

    assert bilal["Heures complémentaires du mois, à 10 %"] == "2 h 24"
    assert bilal["Heures complémentaires du mois, à 25 %"] == "1 h 36"
    assert not [label for label in figures_of("anna") if "complémentaires" in label]


def test_compensatory_rest_taken_and_balance_are_told() -> None:
    rose = figures_of("rose", carried=(balance(16 * 60),))

    assert rose["Repos compensateur pris dans le mois"] == "7 h 00"
    assert rose["Repos compensateur à prendre en fin de mois"] == "9 h 00"


def balance(minutes: int) -> Carried:
    day = date(2026, 9, 30)
    return Carried(mediator="rose", kind=CarriedKind.REST, day=day, minutes=minutes)


def test_seven_hours_of_rest_open_a_right_with_its_last_day() -> None:
    # Seven of the fourteen hours are taken on the 14th.
    registers = gathered(carried=(balance(840),))

    assert opened(of(registers, "rose")) == (
        "Droit à repos ouvert le 30/09/2026 : à prendre dans les deux mois, au plus tard le "
        "30/11/2026 (D3171-11, D3121-18)."
    )
    assert opened(of(registers, "rose")) in lines(record_sheets(registers, [of(registers, "rose")]))
    assert opened(of(gathered(carried=(balance(839),)), "rose")) == ""


def test_the_total_of_a_reference_period_is_told_in_the_month_of_its_end() -> None:
    assert figures_of("lea")[
        "Total de la période de référence du 07/09/2026 au 04/10/2026 (D3171-13)"
    ]
    later = replace(EMPLOYER, schemes=(replace(CYCLE, start=date(2026, 10, 5)),))
    registers = gathered(later)
    labels = [label for label, _ in figures(registers, of(registers, "lea"))]

    assert [label for label in labels if "05/10/2026 au 01/11/2026" in label] == []


def test_rest_days_are_told_to_those_whose_hours_an_arrangement_counts() -> None:
    label = "Jours de repos de l’aménagement du temps de travail pris dans le mois"

    assert figures_of("lea")[label] == "0"
    assert label not in figures_of("anna")


def test_rest_for_night_work_is_told_once_there_is_a_night_worker() -> None:
    night = replace(ROSE, night_worker=True, night_worker_since=date(2026, 1, 1))
    people = tuple(night if m.id == "rose" else m for m in month().problem.mediators)

    label = "Repos compensateur de nuit acquis (L3122-8)"
    assert figures_of("rose", mediators=people)[label] == "montant à fixer par accord"
    assert label not in figures_of("rose")


def test_on_call_is_told_to_whoever_stood_by_with_what_is_left_to_fill_in() -> None:
    page = lines(standby_sheets(FOUND, [of(FOUND, "lea")]))

    assert page[0] == "Léa Tamisier Astreintes — octobre 2026"
    assert "Récapitulatif mensuel des astreintes (R3121-2)" in page
    assert "sam. 10/10 18h dim. 11/10 8h 14 h 00 0 h 30" in page
    assert "Total 14 h 00 0 h 30" in page
    assert "Compensation (montant ou repos) à compléter" in page
    assert any("par l’employeur après avis du CSE (L3121-9" in row for row in page)
    assert figures_of("lea")["Heures d’astreinte du mois, hors interventions"] == "13 h 30"


def test_a_period_over_midnight_says_so_and_one_that_ends_at_midnight_does_not() -> None:
    day, next_day = date(2026, 10, 24), date(2026, 10, 25)

    assert times(at(day, time(21, 30)), at(next_day, time(6))) == "21h30 – 6h (+1)"
    assert times(at(day, time(16)), at(next_day, time())) == "16h – 0h"
    assert times(at(day, time(16)), at(next_day, time(6)), carried=True) == "… – 6h"


def test_two_periods_of_a_day_stand_on_two_rows_with_one_total() -> None:
    evening = worked(ROSE, "e", "2026-10-06", "18:00", "20:00")
    morning = worked(ROSE, "m", "2026-10-06", "09:00", "12:00")
    registers = gathered(history=(evening, morning))

    rows = lines(record_sheets(registers, [of(registers, "rose")]))

    assert (
        rows[rows.index("mar. 6 9h – 12h travail 3 h 00") + 1] == "18h – 20h travail 2 h 00 5 h 00"
    )


def test_two_contracts_of_a_month_are_told_one_after_the_other() -> None:
    tom = next(m for m in month().problem.mediators if m.id == "tom")
    job = Contract(kind=ContractKind.CDD, start=date(2026, 10, 12), weekly_minutes=24 * 60)
    both = replace(tom, contracts=(*tom.contracts, job))
    people = tuple(both if m.id == "tom" else m for m in month().problem.mediators)
    registers = gathered(mediators=people)

    page = lines(record_sheets(registers, [of(registers, "tom")]))

    assert page[1] == "Nantes · intérim, 35 h 00 par semaine, puis CDD, 24 h 00 par semaine"
    assert "Heures complémentaires du mois" in dict(figures(registers, of(registers, "tom")))
