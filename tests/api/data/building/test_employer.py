import pickle
from datetime import date, timedelta
from pathlib import Path

import pytest
from pydantic_core import PydanticCustomError

from api.data.building.employer import EXPECTED, closed_days
from api.data.folder.load import load
from api.data.pay import Rounding, Rubric, RubricUnit
from calendars.closed import ClosedHolidays
from calendars.holidays import holidays_of
from scheduler.domain.employment.employer import (
    UNKNOWN,
    Employer,
    ExceptionalDay,
    Matter,
    Opinion,
    Route,
    Scheme,
    Solidarity,
)
from tests.api.data.folder.folders import faults, small, with_files

SCHEMES = "voie;depuis;jusqu_au;semaines;mois;agence;prevenance;fondement"


def test_a_folder_that_tells_nothing_has_an_employer_that_said_nothing(tmp_path: Path) -> None:
    data = load(small(tmp_path))
    assert data.employer == UNKNOWN
    assert (data.outside, data.carried, data.notices) == ((), (), ())
    assert (data.applied, data.terms, data.acknowledgements) == ((), (), ())


def test_the_employer_tells_itself_one_thing_a_line(tmp_path: Path) -> None:
    folder = with_files(
        tmp_path,
        employeur="cle;valeur|effectif;49|jours_ouvres;lun,mar,mer,jeu,ven,sam|"
        "heures_sup_en_repos;oui|releve_depuis;01/01/2025|feries_chomes;aucun",
    )
    assert load(folder).employer == Employer(
        declared=True,
        headcount=49,
        working_days=frozenset(range(6)),
        closed=ClosedHolidays(),
        rest_for_overtime=True,
        records_since=date(2025, 1, 1),
    )


def test_the_name_alone_says_nothing_that_rules_judge(tmp_path: Path) -> None:
    folder = with_files(tmp_path, employeur="cle;valeur|nom;Médiation de l’Ouest")

    assert load(folder).employer == Employer(declared=False, name="Médiation de l’Ouest")


def test_what_the_employer_does_not_tell_stays_unknown(tmp_path: Path) -> None:
    folder = with_files(tmp_path, employeur="cle;valeur|effectif;129")
    assert load(folder).employer == Employer(declared=True, headcount=129)


@pytest.mark.parametrize(
    ("line", "received", "expected"),
    [
        ("effectif;0", "0", "un nombre entier de 1 à 1000000"),
        ("effectif;une centaine", "une centaine", "un nombre entier de 1 à 1000000"),
        ("heures_sup_en_repos;parfois", "parfois", "oui ou non"),
        ("releve_depuis;janvier", "janvier", "une date comme 31/12/2026 ou 2026-12-31"),
        (
            "feries_chomes;Noël,24/12/2026",
            "Noël,24/12/2026",
            "des jours fériés : le 24/12/2026 n’en est pas un",
        ),
    ],
)
def test_what_the_employer_tells_is_read_by_its_key(
    tmp_path: Path, line: str, received: str, expected: str
) -> None:
    assert faults(with_files(tmp_path, employeur=f"cle;valeur|{line}")) == [
        f"employeur.csv, ligne 2, colonne « valeur » : reçu « {received} », attendu : {expected}"
    ]


def test_an_unknown_key_is_refused_with_those_that_are(tmp_path: Path) -> None:
    assert faults(with_files(tmp_path, employeur="cle;valeur|efectif;12")) == [
        (
            "employeur.csv, ligne 2, colonne « cle » : reçu « efectif », attendu : l’un de : "
            "nom, effectif, jours_ouvres, feries_chomes, heures_sup_en_repos, releve_depuis"
        )
    ]


def test_the_employer_tells_a_thing_once(tmp_path: Path) -> None:
    assert faults(with_files(tmp_path, employeur="cle;valeur|effectif;12|effectif;13")) == [
        (
            "employeur.csv, ligne 3, colonne « cle » : reçu « effectif », "
            "attendu : renseignement une seule fois (déjà ligne 2)"
        )
    ]


def test_an_arrangement_of_hours_is_read_whole(tmp_path: Path) -> None:
    header = "voie;depuis;semaines;mois;agence;heures_semaine;heures_periode;prevenance;"
    header += "accord_de_branche;avis_cse;fondement;article"
    folder = with_files(
        tmp_path,
        amenagements=f"{header}|decision;05/01/2026;4;;ville;39;;7 jours ouvrés;;18/12/2025;"
        "Programme (inventé);L3121-45|accord;01/09/2025;;12;;;1600;10 jours;oui;;Accord (inventé);",
    )
    assert load(folder).employer.schemes == (
        Scheme(
            route=Route.UNILATERAL,
            start=date(2026, 1, 5),
            weeks=4,
            agency="ville",
            weekly_minutes=39 * 60,
            notice_days=7,
            notice_working=True,
            opinion=date(2025, 12, 18),
            ground="Programme (inventé)",
            article="L3121-45",
        ),
        Scheme(
            route=Route.AGREEMENT,
            start=date(2025, 9, 1),
            months=12,
            annual_minutes=1600 * 60,
            notice_days=10,
            branch=True,
            ground="Accord (inventé)",
        ),
    )


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "decision;05/01/2026;04/01/2026;4;;;;Programme",
            "ligne 2, colonne « jusqu_au » : reçu « 04/01/2026 », attendu : le 05/01/2026 ou après",
        ),
        (
            "decision;05/01/2026;;4;1;;;Programme",
            (
                "ligne 2, colonne « semaines » : reçu « 4 / 1 », "
                "attendu : une durée en semaines ou en mois, l’un des deux"
            ),
        ),
        (
            "decision;05/01/2026;;;;;;Programme",
            (
                "ligne 2, colonne « semaines » : reçu « rien / rien », "
                "attendu : une durée en semaines ou en mois, l’un des deux"
            ),
        ),
        (
            "decision;05/01/2026;;4;;;une semaine;Programme",
            (
                "ligne 2, colonne « prevenance » : reçu « une semaine », "
                "attendu : un délai comme 7 jours ou 7 jours ouvrés"
            ),
        ),
        (
            "accord;05/01/2026;;4;;bourg;;Accord",
            (
                "ligne 2, colonne « agence » : reçu « bourg », "
                "attendu : un identifiant de agence qui figure dans agences.csv"
            ),
        ),
        (
            "usage;05/01/2026;;4;;;;Usage",
            "ligne 2, colonne « voie » : reçu « usage », attendu : l’un de : accord, decision",
        ),
    ],
)
def test_a_wrong_arrangement_is_refused(tmp_path: Path, line: str, expected: str) -> None:
    assert faults(with_files(tmp_path, amenagements=f"{SCHEMES}|{line}")) == [
        f"amenagements.csv, {expected}"
    ]


def test_two_arrangements_of_one_agency_do_not_meet(tmp_path: Path) -> None:
    folder = with_files(
        tmp_path,
        amenagements=f"{SCHEMES}|decision;05/01/2026;29/03/2026;4;;ville;;Programme|"
        "decision;29/03/2026;;4;;ville;;Programme",
    )
    assert faults(folder) == [
        (
            "amenagements.csv, ligne 3, colonne « depuis » : reçu « 29/03/2026 », attendu : une "
            "période qui n’en chevauche pas une autre de l’agence « ville » "
            "(ligne 2, du 05/01/2026 au 29/03/2026)"
        )
    ]


def test_arrangements_that_follow_and_those_of_other_lengths_go_together(tmp_path: Path) -> None:
    folder = with_files(
        tmp_path,
        amenagements=f"{SCHEMES}|decision;05/01/2026;29/03/2026;4;;ville;;Programme|"
        "decision;30/03/2026;;4;;ville;;Programme|accord;01/01/2026;;;12;ville;;Accord|"
        "decision;05/01/2026;;4;;;;Programme",
    )
    assert len(load(folder).employer.schemes) == 4


def test_exceptional_days_are_told_with_their_reason(tmp_path: Path) -> None:
    lines = "jour;motif;agence;personne|20/06/2026;Fête;ville;|21/06/2026;Crue;;ada"
    folder = with_files(tmp_path, jours_exceptionnels=lines)

    employer = load(folder).employer

    assert not employer.declared
    assert employer.exceptional == (
        ExceptionalDay(day=date(2026, 6, 20), why="Fête", agency="ville"),
        ExceptionalDay(day=date(2026, 6, 21), why="Crue", mediator="ada"),
    )


def test_an_exceptional_day_without_a_reason_or_told_twice_is_refused(tmp_path: Path) -> None:
    head = "jour;motif;agence;personne"
    bare = with_files(tmp_path / "bare", jours_exceptionnels=f"{head}|20/06/2026;;ville;")
    twice = with_files(
        tmp_path / "twice",
        jours_exceptionnels=f"{head}|20/06/2026;Fête;ville;|20/06/2026;Concert;ville;",
    )

    assert faults(bare) == [
        (
            "jours_exceptionnels.csv, ligne 2, colonne « motif » : reçu rien, attendu : une "
            "valeur, elle est obligatoire"
        )
    ]
    (said,) = faults(twice)
    assert said.startswith("jours_exceptionnels.csv, ligne 3")
    assert "jour exceptionnel" in said


def test_opinions_and_solidarity_days_are_the_employers(tmp_path: Path) -> None:
    folder = with_files(
        tmp_path,
        avis_cse="regle;le;texte|overtime_quota;12/12/2025;Contingent",
        solidarite="jour;heures;agence;personne|25/05/2026;;;|26/05/2026;3h30;ville;ada",
    )
    employer = load(folder).employer
    assert employer == Employer(
        declared=True,
        opinions=(
            Opinion(
                about="overtime_quota",
                day=date(2025, 12, 12),
                text="Contingent",
                matter=Matter.OVERTIME,
            ),
        ),
        solidarity=(
            Solidarity(day=date(2026, 5, 25)),
            Solidarity(day=date(2026, 5, 26), minutes=210, agency="ville", mediator="ada"),
        ),
    )


def test_an_opinion_is_about_a_rule(tmp_path: Path) -> None:
    assert faults(with_files(tmp_path, avis_cse="regle;le;texte|overtime_cota;12/12/2025;")) == [
        (
            "avis_cse.csv, ligne 2, colonne « regle » : reçu « overtime_cota », attendu : un "
            "identifiant de règle, comme « rota rules » les liste (vouliez-vous dire "
            "« overtime_quota » ?)"
        )
    ]


def closed(text: str, *years: int) -> set[date]:
    """The days of these years on which it is closed: every day of them is asked."""
    holidays = closed_days(text)
    first = date(years[0], 1, 1)
    days = (first + timedelta(days=n) for n in range((date(years[-1] + 1, 1, 1) - first).days))
    return {day for day in days if day in holidays}


def test_a_name_stands_for_the_day_of_any_year() -> None:
    assert closed("Noël, Ascension", 2026, 2027) == {
        date(2026, 12, 25),
        date(2027, 12, 25),
        date(2026, 5, 14),
        date(2027, 5, 6),
    }
    assert date(2061, 12, 25) in closed_days("Noël")


def test_a_date_stands_for_itself() -> None:
    assert closed("08/05/2026", 2025, 2027) == {date(2026, 5, 8)}


@pytest.mark.parametrize("text", ["jour de l’an", "Jour de l'An", "JOUR DE L AN"])
def test_apostrophes_and_capitals_do_not_matter(text: str) -> None:
    assert closed(text, 2026) == {date(2026, 1, 1)}


def test_accents_do_not_matter() -> None:
    assert closed("Noel", 2026) == {date(2026, 12, 25)}


def test_all_are_those_of_every_year_with_local_ones_and_none_is_none() -> None:
    everywhere = holidays_of((2026, 2027))

    assert closed("tous", 2026, 2027) >= everywhere
    assert closed("tous", 2026) >= holidays_of((2026,), departement="67")
    assert closed("aucun", 2026, 2027) == set()


def test_a_day_of_alsace_may_be_named() -> None:
    assert closed("Vendredi saint, 26/12/2026", 2026) == {date(2026, 4, 3), date(2026, 12, 26)}


def test_it_goes_to_another_process_as_it_is() -> None:
    holidays = closed_days("Noël, 08/05/2026")

    assert pickle.loads(pickle.dumps(holidays)) == holidays  # noqa: S301 - of ours


@pytest.mark.parametrize("text", ["Nowel", "25 décembre", "Noël,,Toussaint"])
def test_what_is_no_holiday_is_refused_with_the_names(text: str) -> None:
    with pytest.raises(PydanticCustomError) as refused:
        closed_days(text)
    assert "tous, aucun, des dates, ou des noms parmi : Jour de l’an" in str(refused.value)
    assert "Noël" in str(refused.value)


def test_a_date_that_is_no_holiday_is_refused() -> None:
    with pytest.raises(PydanticCustomError, match="des jours fériés : le 07/05/2026 n’en est pas"):
        closed_days("07/05/2026")


HEADER = "quantite;code;unite;arrondi|"


def test_a_rubric_has_the_usual_unit_of_its_quantity(tmp_path: Path) -> None:
    text = f"{HEADER}heures_sup_25;HS25;;|conges_jours;CP;;|nuit;;minutes;quart|"

    assert load(with_files(tmp_path, rubriques=text)).rubrics == (
        Rubric(quantity="heures_sup_25", code="HS25"),
        Rubric(quantity="conges_jours", code="CP", unit=RubricUnit.DAYS),
        Rubric(quantity="nuit", unit=RubricUnit.MINUTES, rounding=Rounding.QUARTER),
    )


@pytest.mark.parametrize(
    ("row", "column", "expected"),
    [
        ("heures_supp;HS;;", "quantite", EXPECTED),
        ("nuit;N;jours;", "unite", "heures ou minutes"),
        ("conges_jours;CP;heures;", "unite", "jours"),
    ],
)
def test_a_rubric_of_no_quantity_or_of_another_s_unit_is_refused(
    tmp_path: Path, row: str, column: str, expected: str
) -> None:
    (message,) = faults(with_files(tmp_path, rubriques=f"{HEADER}{row}|"))

    assert f"colonne « {column} »" in message
    assert message.endswith(f"attendu : {expected}")
