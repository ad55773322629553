from datetime import date
from pathlib import Path

import pytest

from api.data.errors import BadFilesError
from api.intake.foreign_file import read_foreign
from api.intake.table.columns import Correspondence, read_correspondence
from api.intake.text.words import Field
from tests.api.intake.files import Cell, csv_file, refused, shifts, workbook


def guide(folder: Path, *rows: str) -> Path:
    """Write a mapping file."""
    return csv_file(folder, "\n".join(["champ;colonne", *rows]), "correspondance.csv")


def test_columns_are_named_by_header_or_by_letter(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "WHO;WHEN;FROM;TO\nAda;01/06/2026;8h;12h")
    named = guide(tmp_path, "personne;who", "date;When", "debut;C", "fin;TO", "pause;")

    assert shifts(read_foreign(path, mapping=named)) == [("Ada", "01/06 08:00", "01/06 12:00")]
    assert "attendu : une liste" in refused(path)


def test_a_mapping_says_which_sheet_and_which_row(tmp_path: Path) -> None:
    old: list[list[Cell]] = [["Nom", "Date", "Horaires"], ["Ada", "01/06/2026", "6h-7h"]]
    new: list[list[Cell]] = [["Nom", "Date", "Horaires"], ["titre"], *old[:1], old[1]]
    path = workbook(tmp_path, {"Ancien": old, "Neuf": new})

    reading = read_foreign(path, mapping=guide(tmp_path, "feuille;neuf", "ligne_entetes;3"))

    assert [(s.where.sheet, s.where.line) for s in reading.shifts] == [("Neuf", 4)]
    assert [(a.where.sheet, a.entries) for a in reading.aside] == [("Ancien", 2)]
    assert "feuille que la correspondance ne choisit pas : « Ancien »" in reading.notes


def test_a_sheet_that_is_not_there_is_refused_with_those_that_are(tmp_path: Path) -> None:
    path = workbook(tmp_path, {"Mai": [["x"]], "Juin": [["x"]]})

    assert refused(path, mapping=guide(tmp_path, "feuille;Juillet")) == (
        "juin.xlsx : reçu « Mai, Juin », attendu : une feuille « Juillet »"
    )


def test_a_mapping_says_how_dates_and_numbers_are_to_be_read(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "Nom;Date;Début;Fin;Pause\nAda;06/03/2026;8,30;12,33;0,5")
    said = guide(tmp_path, "format_date;mja", "unite;heures", "unite_pause;heures")

    (shift,) = read_foreign(path, mapping=said).shifts

    assert shift.duty.span.day == date(2026, 6, 3)
    assert (shift.duty.span.minutes, shift.duty.work) == (242, 212)


def test_a_mapping_says_whether_it_is_a_list_or_a_grid(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "juin 2026\nNom;1;2;3;4;5\nAda;8h-12h")

    assert "attendu" in refused(path, mapping=guide(tmp_path, "disposition;liste"))
    assert len(read_foreign(path, mapping=guide(tmp_path, "disposition;grille")).shifts) == 1


def test_a_bad_mapping_is_refused_with_all_its_rows(tmp_path: Path) -> None:
    path = guide(tmp_path, "persone;Nom", "format_date;aaa", "ligne_entetes;deux")

    with pytest.raises(BadFilesError) as caught:
        read_correspondence(path)

    assert [(e.line, e.column, e.received) for e in caught.value.errors] == [
        (2, "champ", "persone"),
        (3, "colonne", "aaa"),
        (4, "colonne", "deux"),
    ]
    assert "l’un de : jma, mja" in str(caught.value)


def test_an_empty_column_is_left_to_the_headers(tmp_path: Path) -> None:
    assert read_correspondence(guide(tmp_path, "personne;", "date;Le")) == Correspondence(
        columns={Field.DAY: "Le"}
    )
