from pathlib import Path

import pytest

from tests.api.data.folder.folders import added, faults, replaced, small

UNKNOWN = [
    ("absences.csv", "zoe;02/03/2026;02/03/2026;conge", "personne", "zoe", "personnes"),
    ("contrats.csv", "zoe;CDI;01/09/2020;;35;semaine;;", "personne", "zoe", "personnes"),
    ("inscriptions.csv", "AMIS-1999;ada", "cohorte", "AMIS-1999", "cohortes"),
    ("pauses.csv", "Z-Z;30;12:00;non_payee", "gabarit", "Z-Z", "gabarits"),
    ("besoins.csv", "Z-Z;mediateur;1;1;1", "gabarit", "Z-Z", "gabarits"),
    ("sites.csv", "gare;Gare;;loin", "agence", "loin", "agences"),
    ("dispositifs.csv", "Q;Quais;loin;", "agence", "loin", "agences"),
]


@pytest.mark.parametrize(("file", "line", "column", "received", "source"), UNKNOWN)
def test_ids_that_no_file_gives_are_refused(
    tmp_path: Path, *, file: str, line: str, column: str, received: str, source: str
) -> None:
    (message,) = faults(added(tmp_path, file, line))
    assert f"{file}, ligne " in message
    assert f"colonne « {column} » : reçu « {received} »" in message
    assert message.endswith(f"qui figure dans {source}.csv")


def test_a_near_miss_is_proposed(tmp_path: Path) -> None:
    folder = added(tmp_path, "absences.csv", "chloee;02/03/2026;02/03/2026;conge")
    (message,) = faults(folder)
    assert message.endswith("qui figure dans personnes.csv (vouliez-vous dire « chloe » ?)")


def test_unknown_sites_of_people_are_refused_one_by_one(tmp_path: Path) -> None:
    folder = replaced(
        tmp_path, "personnes.csv", "ville;P;non;Ville;;\nbrice", "ville;P,Q;non;Ville;;\nbrice"
    )
    (message,) = faults(folder)
    assert "colonne « dispositifs » : reçu « Q »" in message


def test_a_bad_row_makes_no_second_fault_where_it_is_named(tmp_path: Path) -> None:
    folder = replaced(tmp_path, "personnes.csv", "12/05/1990", "12/05")
    assert faults(folder) == [
        (
            "personnes.csv, ligne 2, colonne « naissance » : reçu « 12/05 », "
            "attendu : une date comme 31/12/2026 ou 2026-12-31"
        )
    ]


def test_doubles_are_refused_with_the_first_line(tmp_path: Path) -> None:
    folder = added(tmp_path, "sites.csv", "place;Autre place;;ville")
    assert faults(folder) == [
        (
            "sites.csv, ligne 4, colonne « id » : reçu « place », "
            "attendu : site une seule fois (déjà ligne 2)"
        )
    ]


def test_a_trip_is_told_once_for_both_ways(tmp_path: Path) -> None:
    folder = small(tmp_path)
    text = "de;vers;minutes\nplace;cfa;10\ncfa;place;12\nplace;place;5\n"
    (folder / "trajets.csv").write_text(text, encoding="utf-8")
    first, second = faults(folder)
    assert "ligne 3" in first
    assert "déjà ligne 2" in first
    assert "ligne 4" in second
    assert "un autre site que celui de départ" in second


def test_a_template_needs_a_need(tmp_path: Path) -> None:
    folder = replaced(tmp_path, "besoins.csv", "P-S;referent;1;1;1\n", "")
    assert faults(folder) == [
        (
            "gabarits.csv, ligne 3, colonne « id » : reçu « P-S », "
            "attendu : au moins une ligne de ce gabarit dans besoins.csv"
        )
    ]


def test_a_need_that_nobody_could_fill_is_refused(tmp_path: Path) -> None:
    folder = replaced(tmp_path, "besoins.csv", "P-S;referent", "P-S;responsable")
    assert faults(folder) == [
        (
            "gabarits.csv, ligne 3, colonne « dispositif » : reçu « P », "
            "attendu : un dispositif où quelqu’un a l’un des rôles demandés dans besoins.csv"
        )
    ]


def test_people_need_a_contract(tmp_path: Path) -> None:
    folder = replaced(tmp_path, "contrats.csv", "farid;CDI;01/09/2020;;35;semaine;;\n", "")
    assert faults(folder) == [
        (
            "personnes.csv, ligne 7, colonne « id » : reçu « farid », "
            "attendu : au moins un contrat de cette personne dans contrats.csv"
        )
    ]


@pytest.mark.parametrize(
    "slot", ["P-J", "P-J-2026-13-01", "P-J-04/03/2026", "Z-Z-2026-03-02", "P-J_2026-03-02"]
)
def test_a_lock_names_a_slot_by_template_and_day(tmp_path: Path, slot: str) -> None:
    folder = small(tmp_path)
    text = f"personne;creneau;par;motif\nada;{slot};Nora Villeneuve;Réunion\n"
    (folder / "verrous.csv").write_text(text, encoding="utf-8")
    (message,) = faults(folder)
    assert f"verrous.csv, ligne 2, colonne « creneau » : reçu « {slot} »" in message


def test_what_a_mistyped_dispositif_brings_with_it_is_not_told_of_templates(tmp_path: Path) -> None:
    folder = small(tmp_path)
    people = folder / "personnes.csv"
    text = people.read_text(encoding="utf-8").replace(";ville;P;", ";ville;PP;")
    people.write_text(text, encoding="utf-8")

    messages = faults(folder)

    assert len(messages) == 6
    assert all(message.startswith("personnes.csv, ") for message in messages)
