from datetime import date
from pathlib import Path

import pytest

from api.intake.foreign_file import read_foreign
from tests.api.intake.files import (
    JUNE,
    WEEK,
    Cell,
    csv_file,
    grid,
    refusals,
    refused,
    shifts,
    workbook,
)


def test_the_month_may_be_the_sheets_name_or_be_asked_for(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["Nom", *range(1, 8)], ["Ada", "8h-12h"]]
    named = workbook(tmp_path, {"Juin 2026": rows}, name="a.xlsx")
    without_month = workbook(tmp_path, {"Feuil1": rows}, name="b.xlsx")

    assert shifts(read_foreign(named)) == [("Ada", "01/06 08:00", "01/06 12:00")]
    assert shifts(read_foreign(without_month, month=date(2026, 7, 14))) == [
        ("Ada", "01/07 08:00", "01/07 12:00")
    ]
    assert refused(without_month) == (
        "b.xlsx, feuille « Feuil1 », ligne 1 : reçu « Nom ; 1 ; 2 ; 3 ; 4 ; 5 ; 6 ; 7 », attendu : "
        "un mois et son année : dans un titre (« juin 2026 »), dans les dates, ou donnés avec "
        "le fichier"
    )


def test_numbers_that_begin_anew_are_the_next_months(tmp_path: Path) -> None:
    reading = read_foreign(
        grid(tmp_path, "Ada;8-12;8-12;8-12;8-12;8-12", head="28;29;30;1;2", title="juin 2026")
    )

    assert [s[1] for s in shifts(reading)] == [
        *("28/06 08:00", "29/06 08:00", "30/06 08:00", "01/07 08:00", "02/07 08:00")
    ]


def test_months_may_be_merged_over_their_days(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        [None],
        ["Nom", 29, 30, 1, 2, 3],
        ["Ada", "8-12", "8-12", "8-12", "8-12", "8-12"],
    ]
    merged = {"Planning": [(0, 1, 0, 2, "Juin 2026"), (0, 3, 0, 5, "Juillet 2026")]}

    reading = read_foreign(workbook(tmp_path, {"Planning": rows}, merged))

    assert [s[1][:5] for s in shifts(reading)] == ["29/06", "30/06", "01/07", "02/07", "03/07"]


def test_a_title_merged_over_all_days_names_the_month_of_the_first(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [[None], ["Nom", 29, 30, 1, 2, 3], ["Ada", "8-12", None, None, "8-12"]]
    merged = {"Planning": [(0, 0, 0, 5, "Planning juin 2026")]}

    reading = read_foreign(workbook(tmp_path, {"Planning": rows}, merged))

    assert [s[1][:5] for s in shifts(reading)] == ["29/06", "02/07"]


def test_a_year_may_end_on_the_way(tmp_path: Path) -> None:
    reading = read_foreign(
        grid(tmp_path, "Ada;8-12;;;8-12", head="29/12;30/12;31/12;01/01", title="décembre 2026")
    )

    assert [s.duty.span.day for s in reading.shifts] == [date(2026, 12, 29), date(2027, 1, 1)]


def test_titles_that_name_several_months_need_the_one_that_is_asked_for(tmp_path: Path) -> None:
    path = csv_file(tmp_path, f"juin 2026;\nprécédent : mai 2026;\nNom;{WEEK}\nAda;8-12")

    assert refused(path).endswith(
        "attendu : un seul mois dans les titres (sinon, donnez le mois avec le fichier)"
    )
    assert shifts(read_foreign(path, month=JUNE)) == [("Ada", "01/06 08:00", "01/06 12:00")]


def test_a_rota_of_another_month_than_the_one_asked_for_is_told(tmp_path: Path) -> None:
    reading = read_foreign(grid(tmp_path, "Ada;8-12"), month=date(2026, 7, 1))

    assert reading.notes[-1] == "aucun jour de 07/2026 : le planning est d’un autre mois"


@pytest.mark.parametrize(
    ("head", "letter", "title", "expected"),
    [
        ("1;2;3;4;5;6;0l", "H", "0l", "une date comme 01/06/2026 en tête de cette colonne"),
        ("26;27;28;29;30;31;1", "G", "31", "une date qui existe"),
        ("lun 1;mar 2;mar 3;jeu 4;ven 5", "D", "mar 3", "un mercredi, jour du 03/06/2026"),
        ("1;2;3;4;5;;7;8", "G", "", "une date comme 01/06/2026 en tête de cette colonne"),
    ],
)
def test_a_column_whose_day_cannot_be_read_is_refused_once_with_its_cells(
    tmp_path: Path, head: str, letter: str, title: str, expected: str
) -> None:
    cells = ";".join(["8-12"] * len(head.split(";")))
    reading = read_foreign(grid(tmp_path, f"Ada;{cells}", f"Bob;{cells}", head=head))

    shown = f"« {title} »" if title else "rien"
    if letter == "H":  # the last column: not among the days, so it is named instead
        assert reading.notes[-1] == "colonnes non lues : 0l (juin.csv, ligne 2)"
        return
    assert refusals(reading) == [
        f"juin.csv, ligne 2, colonne {letter} : reçu {shown}, attendu : {expected}"
    ]
    assert reading.counts.refused == 2


def test_sums_among_the_days_are_not_read_and_are_named(tmp_path: Path) -> None:
    reading = read_foreign(
        grid(tmp_path, "Ada;8-12;;;;;4;;;9;35 h", head="1;2;3;4;5;Total semaine;6;7;S24;Heures")
    )

    assert len(reading.shifts) == 1
    assert reading.notes[-1] == (
        "colonnes non lues : Total semaine, S24, Heures (juin.csv, ligne 2)"
    )


def test_a_week_that_begins_in_the_month_before_is_read_whatever_month_the_title_names(
    tmp_path: Path,
) -> None:
    rows: list[list[Cell]] = [
        ["Planning juillet 2026"],
        ["Semaine du 29/06 au 05/07/2026"],
        ["Nom", "lun 29/06", "mar 30/06", "mer 01/07"],
        ["Ada", "8h-12h", "", "8h-12h"],
    ]

    reading = read_foreign(workbook(tmp_path, {"S27": rows}))

    assert shifts(reading) == [
        ("Ada", "29/06 08:00", "29/06 12:00"),
        ("Ada", "01/07 08:00", "01/07 12:00"),
    ]
