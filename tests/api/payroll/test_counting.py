"""Five months counted by hand; each number of the expectations says where it comes from."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from api.data.association import Association
from api.data.folder.load import load
from api.export.payroll.pay import PersonPay
from api.payroll.counting import count_pay
from scheduler.domain.time import next_month
from tests.api.payroll.months import FILES, folder_of

H = 60


@pytest.fixture(scope="module")
def association(tmp_path_factory: pytest.TempPathFactory) -> Association:
    return load(folder_of(tmp_path_factory.mktemp("paie")))


def paid(association: Association, who: str, first: date, last: date | None = None) -> PersonPay:
    end = last or next_month(first) - timedelta(days=1)
    return next(pay for pay in count_pay(association, first, end) if pay.person == who)


def test_october_a_week_over_two_months_and_the_night_the_clocks_go_back(
    association: Association,
) -> None:
    pay = paid(association, "ada", date(2026, 10, 1))

    assert pay.amounts == {
        # 9 h on Thursday 1 and Friday 2, and 21:00 to 06:00 with 02:00 to 03:00 twice: 10 h.
        "travail": 28 * H,
        "dont_terrain": 28 * H,
        "heures_payees": 28 * H,
        # 21:00 to midnight, then seven hours elapsed until 06:00.
        "nuit": 10 * H,
        # What of the night falls on Sunday 25.
        "dimanche": 7 * H,
        # The week of 28 September holds 45 h, three days of which are September's: all its
        # overtime is paid where its Sunday falls, eight hours at 25 %, two at 50 %.
        "heures_sup_25": 8 * H,
        "heures_sup_50": 2 * H,
        # The last ten hours of that week are October's: 28 - 10.
        "heures_normales": 18 * H,
    }
    # The straddling week is whole: 45 h, of which 35 at the normal rate.
    first = pay.weeks[0]
    assert (first.first, first.last) == (date(2026, 9, 28), date(2026, 10, 4))
    assert first.amounts["travail"] == 45 * H
    assert first.amounts["heures_normales"] == 35 * H
    # September pays its three days, and none of that week's overtime.
    september = paid(association, "ada", date(2026, 9, 1))
    assert september.amounts["heures_normales"] == 27 * H
    assert "heures_sup_25" not in september.amounts


def test_november_a_part_timer_s_complementary_hours_and_a_holiday(
    association: Association,
) -> None:
    pay = paid(association, "zoe", date(2026, 11, 1))

    assert pay.amounts == {
        # Four days of 7 h, then three of 8 h.
        "travail": 52 * H,
        "dont_terrain": 52 * H,
        "heures_payees": 52 * H,
        # Wednesday 11 November.
        "ferie": 8 * H,
        # 28 h for 24: a tenth of the contract (2 h 24) at 10 %, the other 1 h 36 at 25 %. The
        # second week holds the contract's 24 h, to the minute.
        "heures_comp_10": 144,
        "heures_comp_25": 96,
        # 52 - 4.
        "heures_normales": 48 * H,
    }


def test_december_leave_an_illness_without_its_cause_and_half_a_day(
    association: Association,
) -> None:
    pay = paid(association, "ada", date(2026, 12, 1))

    assert pay.amounts == {
        # Tuesday 1 to Thursday 3, 8 h each, then 7 h on Wednesday 16 and on Friday 18.
        "travail": 38 * H,
        "dont_terrain": 38 * H,
        "heures_payees": 38 * H,
        # Week of 30 November: 32 h worked and 7 h of leave are 39, four beyond 35.
        "heures_sup_conges_25": 4 * H,
        # 38 - 4.
        "heures_normales": 34 * H,
        # Friday 4, then Monday 7 to Friday 11: six days, counted in halves; 7 h each.
        "conges_jours": 12,
        "conges_heures": 42 * H,
        "conges_jours_ouvrables": 12,
        # Monday 14 and Tuesday 15.
        "arret_jours": 4,
        "arret_heures": 14 * H,
        # Thursday 17, from 13:00: half of a day of 7 h.
        "recuperation_jours": 1,
        "recuperation_heures": 210,
    }
    assert "maladie" not in repr(pay)


def test_january_an_arrangement_over_four_weeks(association: Association) -> None:
    pay = paid(association, "bri", date(2027, 1, 1))

    # 42 + 38 + 35 + 32 hours.
    assert pay.amounts["travail"] == 147 * H
    # Three hours beyond 39 in the first week, then those beyond 140 that weren't yet counted.
    assert pay.amounts["heures_sup_25"] == (3 + 4) * H
    # All but the three hours of the first week: the four others are among them, which a reserve
    # says.
    assert pay.amounts["heures_normales"] == 144 * H
    assert (
        "Fin de l’aménagement le 31/01/2027 : 4 h 00 à 25 % que les heures normales "
        "de ses semaines comptent déjà : à ne payer qu’une fois."
    ) in pay.reserves
    # The contract begins on the 4th.
    assert (pay.begins, "Contrat à partir du 04/01/2027." in pay.reserves) == (
        date(2027, 1, 4),
        True,
    )


def test_february_a_part_time_arrangement_whose_hours_were_worked_the_month_before(
    tmp_path: Path,
) -> None:
    contracts = FILES["contrats"].replace("35;cycle", "16;cycle")
    schemes = FILES["amenagements"].replace("decision;04/01/2027;4", "accord;04/01/2027;8")
    of = load(folder_of(tmp_path, contrats=contracts, amenagements=schemes))

    pay = paid(of, "bri", date(2027, 2, 1))

    # 147 hours in January, of 8 times 16: 19 beyond, a tenth of 128 at 10 %.
    assert pay.amounts == {
        "heures_normales": -19 * H,
        "heures_comp_10": 768,
        "heures_comp_25": 19 * H - 768,
    }
    assert (
        "Fin de l’aménagement le 28/02/2027 : 12 h 48 à 10 % et 6 h 12 à 25 % de toute la "
        "période, retirées des heures normales, où les mois d’avant les comptaient."
    ) in pay.reserves


def test_may_the_first_of_may_a_sunday_and_a_contract_that_ends_on_the_fifteenth(
    association: Association,
) -> None:
    pay = paid(association, "ada", date(2027, 5, 1))

    assert pay.amounts == {
        # 8 h on Saturday 1, 5 h on Sunday 2; four days of 7 h (Thursday 6 is off), then five.
        "travail": 76 * H,
        "dont_terrain": 76 * H,
        "heures_payees": 76 * H,
        "ferie": 8 * H,
        "premier_mai": 8 * H,
        "dimanche": 5 * H,
        # April holds the week's first 35 h, so that these 13 are overtime: 8 at 25 %, 5 at 50 %.
        "heures_sup_25": 8 * H,
        "heures_sup_50": 5 * H,
        # 76 - 13.
        "heures_normales": 63 * H,
    }
    assert (pay.begins, pay.ends) == (date(2027, 5, 1), date(2027, 5, 15))
    assert "Contrat jusqu’au 15/05/2027." in pay.reserves


def test_from_the_twenty_first_to_the_twentieth_two_published_months_are_paid(
    association: Association,
) -> None:
    pay = paid(association, "ada", date(2026, 9, 21), date(2026, 10, 20))
    other = paid(association, "ada", date(2026, 10, 21), date(2026, 11, 20))

    # The whole week of 28 September, and not the night of the 24th, which the next period pays.
    assert pay.amounts["travail"] == 45 * H
    assert (pay.amounts["heures_normales"], pay.amounts["heures_sup_25"]) == (35 * H, 8 * H)
    assert "nuit" not in pay.amounts
    assert other.amounts["nuit"] == other.amounts["travail"] == 10 * H


def test_rest_that_night_work_earns_is_a_reserve_where_no_agreement_says_how_much(
    tmp_path: Path,
) -> None:
    text = FILES["personnes"].replace("domicile;", "domicile;travail_de_nuit;")
    people = text.replace("Ville;00", "Ville;oui;00")

    pay = paid(load(folder_of(tmp_path, personnes=people)), "ada", date(2026, 10, 1))

    assert "Repos compensateur de nuit dû (L3122-8) : montant à fixer par accord." in pay.reserves
    assert "repos_solde" not in pay.amounts


def test_days_between_contracts_and_work_outside_of_them_are_said(tmp_path: Path) -> None:
    contracts = (
        "personne;type;debut;fin;heures_semaine;base;jours"
        "|zoe;CDI;01/09/2020;06/11/2026;24;semaine;|zoe;CDI;09/11/2026;;35;semaine;"
        "|ada;CDI;01/09/2020;15/12/2026;35;semaine;|bri;CDI;04/01/2027;;35;cycle;"
    )
    association = load(folder_of(tmp_path, contrats=contracts))

    zoe = paid(association, "zoe", date(2026, 11, 1))
    ada = paid(association, "ada", date(2026, 12, 1))

    assert [text for text in zoe.reserves if "contrat" in text.lower()] == [
        "Sans contrat 2 jours, du 07/11/2026 au 08/11/2026, entre deux contrats.",
        "Le contrat change : CDI (24 h 00) jusqu’au 06/11/2026, puis CDI (35 h 00).",
    ]
    assert list(ada.reserves[:2]) == [
        "Contrat jusqu’au 15/12/2026.",
        "Hors contrat, compté, à vérifier : 16/12/2026 (7 h 00), 18/12/2026 (7 h 00).",
    ]


def test_a_night_that_outlasts_a_contract_and_on_call_after_it_are_said(tmp_path: Path) -> None:
    contracts = FILES["contrats"].replace("15/05/2027", "24/10/2026")
    folder = folder_of(tmp_path, contrats=contracts)
    december = folder / "historique" / "2026-12.csv"
    rows = december.read_text("utf-8").splitlines()
    on_call = [
        row.replace(";travail;", ";astreinte;") if "ada-2026-12-18" in row else row for row in rows
    ]
    december.write_text("\n".join([*on_call, ""]), "utf-8")
    association = load(folder)

    october = paid(association, "ada", date(2026, 10, 1))
    later = paid(association, "ada", date(2026, 12, 1))

    assert "Hors contrat, compté, à vérifier : 25/10/2026 (7 h 00)." in october.reserves
    assert (
        "Hors contrat, compté, à vérifier : 01/12/2026 (8 h 00), 02/12/2026 (8 h 00), "
        "03/12/2026 (8 h 00), 16/12/2026 (7 h 00), 18/12/2026 (7 h 00 d’astreinte)."
    ) in later.reserves


def test_a_contract_that_follows_another_is_said_and_weeks_have_their_own(tmp_path: Path) -> None:
    contracts = (
        "personne;type;debut;fin;heures_semaine;base;jours"
        "|ada;CDD;01/09/2026;06/12/2026;35;semaine;|ada;CDI;07/12/2026;;28;semaine;"
        "|zoe;CDD;01/09/2026;07/11/2026;24;semaine;|zoe;CDD;08/11/2026;;24;semaine;"
        "|bri;CDI;04/01/2027;;35;cycle;"
    )
    association = load(folder_of(tmp_path, contrats=contracts))

    ada = paid(association, "ada", date(2026, 12, 1))
    zoe = paid(association, "zoe", date(2026, 11, 1))

    assert (ada.contract, ada.contract_minutes) == ("CDI", 28 * H)
    weeks = {week.first: (week.contract, week.contract_minutes) for week in ada.weeks}
    assert weeks[date(2026, 11, 30)] == ("CDD", 35 * H)
    assert weeks[date(2026, 12, 7)] == weeks[date(2026, 12, 14)] == ("CDI", 28 * H)
    assert (
        "Le contrat change : CDD (35 h 00) jusqu’au 06/12/2026, puis CDI (28 h 00)." in ada.reserves
    )
    # A contract that goes on as it was changes nothing that is paid.
    assert not any("change" in text for text in zoe.reserves)
