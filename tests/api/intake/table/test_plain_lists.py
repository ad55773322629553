"""Lists as people keep them: whose name it is in full, how long without when, two spans a cell."""

from pathlib import Path

import pytest

from api.intake.foreign_file import read_foreign
from tests.api.intake.files import Cell, csv_file, one_row, refusals, refused, shifts, workbook

TWO = [("Ada", "01/06 08:30", "01/06 12:00"), ("Ada", "01/06 14:00", "01/06 17:30")]


@pytest.mark.parametrize(
    "title",
    [
        *("Nom du médiateur", "Nom de l’agent", "Nom et prénom du salarié", "Nom des médiateurs"),
        *("Matricule de l'employée", "Médiateur"),
    ],
)
def test_a_header_may_say_whose_name_it_is(tmp_path: Path, title: str) -> None:
    path = csv_file(tmp_path, f"{title};Date;Début;Fin\nAda;01/06/2026;8h30;12h")

    assert shifts(read_foreign(path)) == TWO[:1]


def test_a_last_and_a_first_name_may_both_say_it(tmp_path: Path) -> None:
    path = csv_file(
        tmp_path,
        "Nom du médiateur;Prénom du médiateur;Date;Début;Fin\nLemoine;Ada;01/06/2026;8h30;12h",
    )

    assert read_foreign(path).people == ("Ada Lemoine",)


def test_a_header_that_names_something_else_is_no_name(tmp_path: Path) -> None:
    message = refused(csv_file(tmp_path, "Nom du chien;Date;Début;Fin\nRex;01/06/2026;8h;12h"))

    assert "attendu : aussi la personne" in message


@pytest.mark.parametrize("title", ["Horaires", "Heures", "Heures travaillées", "Durée"])
def test_two_spans_of_one_cell_are_read_whatever_the_header(tmp_path: Path, title: str) -> None:
    path = csv_file(
        tmp_path, f"Nom;Date;{title}\nAda;01/06/2026;8h30-12h / 14h-17h30\nBob;02/06/2026;"
    )

    assert shifts(read_foreign(path)) == TWO


@pytest.mark.parametrize("title", ["Heures", "Durée", "Nombre d’heures", "Nb heures", "Total"])
@pytest.mark.parametrize("hours", ["8,5", "7", "7h30"])
def test_a_list_of_how_long_is_refused_with_what_it_lacks(
    tmp_path: Path, title: str, hours: str
) -> None:
    message = refused(csv_file(tmp_path, f"Salarié;Date;{title}\nAda;01/06/2026;{hours}"))

    assert message.startswith(f"juin.csv, ligne 1 : reçu « Salarié ; Date ; {title} »")
    assert f"« {title} » dit combien de temps, pas quand" in message


def test_a_number_of_hours_in_a_column_of_hours_doesnt_say_when(tmp_path: Path) -> None:
    [message] = one_row(tmp_path, "Salarié;Date;Horaires", "Ada;01/06/2026;8,5")

    assert message == (
        "juin.csv, ligne 2, colonne C « Horaires » : reçu « 8,5 », attendu : un début et une fin "
        "comme 8h-15h (un nombre d’heures ou une heure ne dit pas quand)"
    )


def test_a_list_that_also_says_how_long_is_read_by_when(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "Nom;Date;Début;Fin;Heures\nAda;01/06/2026;8h30;12h;3,5")

    reading = read_foreign(path)

    assert shifts(reading) == TWO[:1]
    assert any(note.startswith("colonnes non lues : Heures") for note in reading.notes)


def test_days_in_rows_with_a_total_beside_them_are_still_a_grid(tmp_path: Path) -> None:
    days = enumerate(("lundi", "mardi", "mercredi", "jeudi", "vendredi"), 1)
    rows = "\n".join(f"{day:02d}/06/2026;{name};8h30-12h;3,5" for day, name in days)
    path = csv_file(tmp_path, f"Date;Jour;Ada;Total\n{rows}")

    assert shifts(read_foreign(path))[0] == TWO[0]


def test_rows_without_headers_are_asked_what_their_columns_are(tmp_path: Path) -> None:
    message = refused(csv_file(tmp_path, "Ada;01/06/2026;8,5\nBob;02/06/2026;7"))

    assert "attendu : une ligne d’en-têtes au-dessus des autres" in message


@pytest.mark.parametrize(
    "legend",
    [
        [["M", "Matin 8h30-12h"], ["X", "maladie"]],
        [["M", "Matin", "8h30-12h"], ["X", "maladie", None]],
        [["M : Matin 8h30-12h"], ["X = maladie"]],
    ],
)
def test_a_sheet_of_codes_needs_no_headers(tmp_path: Path, legend: list[list[Cell]]) -> None:
    rota: list[list[Cell]] = [
        ["juin 2026"],
        ["Nom", 1, 2, 3, 4, 5],
        ["Ada", "M", "X", "M", "M", "M"],
    ]

    reading = read_foreign(workbook(tmp_path, {"Juin": rota, "Légende": legend}))

    assert refusals(reading) == []
    assert shifts(reading)[0] == TWO[0]
    assert [away.absence.kind.value for away in reading.aways] == ["maladie"]


def test_a_code_that_such_a_sheet_tells_badly_is_noted_and_stays_unknown(tmp_path: Path) -> None:
    rota: list[list[Cell]] = [
        ["juin 2026"],
        ["Nom", 1, 2, 3, 4, 5],
        ["Ada", "M", "CP", "M", "M", "M"],
    ]
    legend: list[list[Cell]] = [["M", "Matin 8h30-12h"], ["CP", "tout va bien"]]

    reading = read_foreign(workbook(tmp_path, {"Juin": rota, "Codes": legend}))

    assert any("légende non lue" in note and "CP" in note for note in reading.notes)
    assert [error.received for error in reading.refused] == ["CP"]


def test_a_legend_of_its_own_file_needs_no_headers(tmp_path: Path) -> None:
    rota = csv_file(tmp_path, "juin 2026;\nNom;1;2;3;4;5\nAda;M;M;M;M;M")
    codes = csv_file(tmp_path, "M;Matin 8h30-12h\nX;maladie", "codes.csv")

    reading = read_foreign(rota, legends=[codes])

    assert refusals(reading) == []
    assert len(reading.shifts) == 5
