from datetime import date
from pathlib import Path

import pytest

from api.intake.foreign_file import read_foreign
from tests.api.intake.files import Cell, csv_file, refusals, refused, shifts, workbook


@pytest.mark.parametrize(
    "header",
    [
        *("personne;date;debut;fin", "SALARIÉ;Jour;Heure de début;Heure de fin"),
        *("Agent;Date;Prise de poste;Fin de poste", "Médiateur;Le;Arrivée;Départ"),
        *("Nom;Date;Début;Fin", "Nom et prénom;DATE;de;à", "Matricule;date;h. début;h. fin"),
    ],
)
def test_headers_are_known_by_their_synonyms(tmp_path: Path, header: str) -> None:
    reading = read_foreign(csv_file(tmp_path, f"{header}\nAda;01/06/2026;21h30;6h"))

    assert shifts(reading) == [("Ada", "01/06 21:30", "02/06 06:00")]
    assert reading.refused == ()


def test_first_and_last_name_are_one_person_in_both_orders(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "nom;prénom;matricule;date;horaires\nLemoine;Ada;7;01/06/2026;8-12")

    (shift,) = read_foreign(path).shifts

    assert (shift.person, shift.also) == ("7", ("Ada Lemoine", "Lemoine Ada"))


def test_a_name_that_is_a_formula_without_a_value_is_nobody(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        ["Nom", "Date", "Début", "Fin"],
        ["=Equipe!A2", date(2026, 6, 1), "8h", "12h"],
        ["Ada", date(2026, 6, 1), "8h", "12h"],
    ]

    reading = read_foreign(workbook(tmp_path, {"Juin": rows}))

    assert reading.people == ("Ada",)
    [message] = refusals(reading)
    assert message == (
        "juin.xlsx, feuille « Juin », ligne 2, colonne A « Nom » : reçu « formule sans valeur », "
        "attendu : une valeur (formule jamais calculée : ouvrez le classeur et enregistrez-le)"
    )


def test_headers_may_stand_under_titles_and_on_two_rows(tmp_path: Path) -> None:
    path = csv_file(
        tmp_path,
        """
        Planning de juin;;;
        Salarié;Date;Horaires;
        ;;Début;Fin
        Ada;01/06/2026;8h;12h
        """,
    )

    reading = read_foreign(path)

    assert shifts(reading) == [("Ada", "01/06 08:00", "01/06 12:00")]
    assert (reading.counts.read, reading.counts.used) == (1, 1)


def test_columns_that_nothing_is_read_from_are_named(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "Nom;Date;Horaires;Véhicule;\nAda;01/06/2026;8h-12h;Kangoo;x")

    assert read_foreign(path).notes[-1] == (
        "colonnes non lues : Véhicule, sans en-tête (E) (juin.csv, ligne 1)"
    )


def test_a_list_without_an_end_is_refused_as_a_whole(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "Nom;Date;Début;Véhicule\nAda;01/06/2026;8h;Kangoo")

    assert refused(path) == (
        "juin.csv, ligne 1 : reçu « Nom ; Date ; Début ; Véhicule », attendu : aussi la fin (un "
        "fichier de correspondance peut nommer ces colonnes)"
    )


def test_repeated_headers_and_totals_are_set_aside(tmp_path: Path) -> None:
    path = csv_file(
        tmp_path,
        """
        Nom;Date;Horaires
        Ada;01/06/2026;8-12
        Total;;4
        NOM;date;horaires
        Bob;01/06/2026;8-12
        Sous-total Bob;;4
        """,
    )

    reading = read_foreign(path)

    assert [(a.where.line, a.why) for a in reading.aside] == [
        (3, "ligne de total"),
        (4, "en-têtes répétés"),
        (6, "ligne de total"),
    ]
    assert (reading.counts.read, reading.counts.used, reading.counts.set_aside) == (5, 2, 3)


def test_posts_that_nobody_holds_are_set_aside(tmp_path: Path) -> None:
    path = csv_file(
        tmp_path, "Nom;Date;Horaires;État\n;01/06/2026;8-12;à pourvoir\nAda;01/06/2026;8-12;pourvu"
    )

    reading = read_foreign(path)

    assert [a.why for a in reading.aside] == ["poste « à pourvoir »"]
    assert len(reading.shifts) == 1


def test_the_same_row_twice_is_refused_with_the_first(tmp_path: Path) -> None:
    path = csv_file(
        tmp_path,
        """
        Nom;Date;Horaires;Lieu
        Ada;01/06/2026;8-12;Parc
        Bob;01/06/2026;8-12;Parc
        ADA;01/06/2026;8h-12h;Parc
        Ada;01/06/2026;8-12;Gare
        """,
    )

    reading = read_foreign(path)

    assert refusals(reading) == [
        (
            "juin.csv, ligne 4 : reçu « ADA ; 01/06/2026 ; 8h-12h ; Parc », attendu : une seule "
            "fois (déjà ligne 2)"
        )
    ]
    assert len(reading.shifts) == 3


def test_days_and_people_are_those_that_the_file_names(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "Nom;Date;Horaires\nZoé;03/06/2026;22-6\nAda;05/06/2026;8-12")

    reading = read_foreign(path)

    assert reading.people == ("Ada", "Zoé")
    assert reading.days == (date(2026, 6, 3), date(2026, 6, 5))


def test_an_absence_that_runs_on_describes_no_day_beyond_the_shifts(tmp_path: Path) -> None:
    absence = "Bob;25/05/2026;12/07/2026;;CP"
    both = csv_file(
        tmp_path, f"Nom;Date;Date fin;Horaires;Motif\nAda;01/06/2026;;8-12;\n{absence}", "a.csv"
    )
    alone = csv_file(tmp_path, f"Nom;Date;Date fin;Horaires;Motif\n{absence}", "b.csv")

    assert read_foreign(both).days == (date(2026, 6, 1), date(2026, 6, 1))
    assert read_foreign(alone).days == (date(2026, 5, 25), date(2026, 7, 12))
