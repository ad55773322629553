from datetime import date, timedelta
from pathlib import Path

import pytest

from api.intake.foreign_file import read_foreign
from tests.api.intake.files import (
    JUNE,
    NUMBER,
    WEEK,
    Cell,
    aways,
    csv_file,
    grid,
    refusals,
    shifts,
    workbook,
)


@pytest.mark.parametrize(
    "head",
    [
        WEEK,
        "01/06/2026;02/06/2026;03/06/2026;04/06/2026;05/06/2026;06/06/2026;07/06/2026",
        "lun. 01/06;mar. 02/06;mer. 03/06;jeu. 04/06;ven. 05/06;sam. 06/06;dim. 07/06",
        "lun 1;mar 2;mer 3;jeu 4;ven 5;sam 6;dim 7",
        "L 1;M 2;M 3;J 4;V 5;S 6;D 7",
        "1 juin;2 juin;3 juin;4 juin;5 juin;6 juin;7 juin",
        "2026-06-01;2026-06-02;2026-06-03;2026-06-04;2026-06-05;2026-06-06;2026-06-07",
    ],
)
def test_days_are_read_however_they_are_written(tmp_path: Path, head: str) -> None:
    reading = read_foreign(grid(tmp_path, "Ada;;8h-12h;;;;;21:30-06:00", head=head))

    assert shifts(reading) == [
        ("Ada", "02/06 08:00", "02/06 12:00"),
        ("Ada", "07/06 21:30", "08/06 06:00"),
    ]
    assert reading.days == (date(2026, 6, 1), date(2026, 6, 7))


def test_a_workbooks_dates_and_a_row_of_weekdays_are_a_head(tmp_path: Path) -> None:
    days: list[Cell] = [JUNE + timedelta(days=n) for n in range(7)]
    names: list[Cell] = ["", "lun", "mar", "mer", "jeu", "ven", "sam", "dim"]
    above: list[list[Cell]] = [[None], names, ["Nom", *days], ["Ada", "8h-12h"]]
    below: list[list[Cell]] = [["Nom", *days], names, ["Bob", None, "8h-12h"]]

    reading = read_foreign(workbook(tmp_path, {"Dessus": above, "Dessous": below}))

    assert shifts(reading) == [
        ("Ada", "01/06 08:00", "01/06 12:00"),
        ("Bob", "02/06 08:00", "02/06 12:00"),
    ]
    assert reading.counts.read == 2


@pytest.mark.parametrize("codes", ["J;J;J;J;J;;", "M;M;M;;M;;", "J;;M;J;M;;", ";;;J;;;"])
def test_codes_that_are_letters_of_days_are_no_row_of_weekdays(tmp_path: Path, codes: str) -> None:
    reading = read_foreign(grid(tmp_path, f"Ada;{codes}", "J : 9h-16h30", "M : 7h-14h"))

    assert (refusals(reading), reading.people) == ([], ("Ada",))
    assert len(reading.shifts) == codes.count("J") + codes.count("M")


def test_a_person_who_works_on_the_days_of_a_letter_alone_is_no_row_of_weekdays(
    tmp_path: Path,
) -> None:
    days = ";".join(str(day) for day in range(1, 31))
    thursdays = ";".join("J" if day % 7 == 4 else "" for day in range(1, 31))

    reading = read_foreign(grid(tmp_path, f"Ada;{thursdays}", "J : 9h-16h30", head=days))

    assert [s[1] for s in shifts(reading)] == [f"{day:02}/06 09:00" for day in (4, 11, 18, 25)]


def test_a_row_of_weekdays_of_another_month_is_told_column_by_column(tmp_path: Path) -> None:
    reading = read_foreign(grid(tmp_path, ";mar;mer;jeu;ven;sam;dim;lun", "Ada;8-12"))

    assert refusals(reading) == [
        "juin.csv, ligne 3, colonne B : reçu « mar », attendu : lundi, jour du 01/06/2026"
    ]


def test_a_text_that_cannot_be_read_is_told_once_however_many_cells_hold_it(tmp_path: Path) -> None:
    path = grid(tmp_path, "Ada;9h/12h 13h/17h;9h/12h 13h/17h;2l-6h", "Bob;9h/12h 13h/17h;8h-12h")

    reading = read_foreign(path)

    hours = "attendu : des horaires comme 21:30-06:00, 21h30–6h ou 8h-12h / 13h30-17h"
    assert refusals(reading) == [
        (
            "juin.csv, ligne 3, colonne B « 01/06 » : reçu « 9h/12h 13h/17h », "
            f"{hours} (le même texte dans 3 cases)"
        ),
        f"juin.csv, ligne 3, colonne D « 03/06 » : reçu « 2l-6h », {hours}",
    ]
    assert (reading.counts.refused, reading.counts.used) == (4, 1)


@pytest.mark.parametrize(
    "title", ["S/Total 1-15", "S/T", "Sous-total", "Tot.", "Total 1re quinzaine", "1ère quinzaine"]
)
def test_a_sum_between_the_days_is_no_day(tmp_path: Path, title: str) -> None:
    path = grid(tmp_path, "Ada;8h-12h;;;2;;8h-12h", head=f"1;2;3;{title};4;5;6")

    reading = read_foreign(path)

    assert (refusals(reading), len(reading.shifts)) == ([], 2)


def test_several_stretches_and_codes_may_stand_in_a_cell(tmp_path: Path) -> None:
    reading = read_foreign(
        grid(tmp_path, "Ada;8h-12h / 13h30-17h;CP;R;CFA 9h-17h;CP 8h-12h / 14h-18h;;")
    )

    assert [(s.duty.id, s.duty.kind.value) for s in reading.shifts] == [
        ("juin.csv:B3/1", "work"),
        ("juin.csv:B3/2", "work"),
        ("juin.csv:E3", "training"),
        ("juin.csv:F3", "work"),
    ]
    assert aways(reading) == [
        ("Ada", "02/06 00:00", "03/06 00:00", "conge"),
        ("Ada", "05/06 08:00", "05/06 12:00", "conge"),
    ]
    assert [(a.where.letter, a.why) for a in reading.aside] == [("D", "repos")]
    assert (reading.counts.read, reading.counts.used) == (5, 4)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2l:30-6h", "des horaires comme 21:30-06:00, 21h30–6h ou 8h-12h / 13h30-17h"),
        ("25:10-6h", "une heure de 00:00 à 24:00"),
        ("7", NUMBER),
        ("7,5", NUMBER),
        (
            "ZZ",
            "des horaires comme 21:30-06:00, ou un code connu (CP, RTT, R, RH, F, CFA)",
        ),
        (
            "CFA",
            (
                "des heures avec ce code, comme « CFA 9h-17h », ou dans une légende : le code "
                "seul ne dit pas quand"
            ),
        ),
        ("R / 8h-12h", "un repos sans heures, ou des heures sans repos"),
    ],
)
def test_a_bad_cell_is_refused_with_its_place(tmp_path: Path, cell: str, expected: str) -> None:
    reading = read_foreign(grid(tmp_path, f"Ada;8h-12h;{cell};;;;;"))

    assert refusals(reading) == [
        f"juin.csv, ligne 3, colonne C « 02/06 » : reçu « {cell} », attendu : {expected}"
    ]
    assert (reading.counts.read, reading.counts.used, reading.counts.refused) == (2, 1, 1)


def test_hours_that_a_workbook_took_for_a_date_are_refused(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["juin 2026"], ["Nom", *range(1, 8)], ["Ada", date(2026, 12, 8), 7.5]]

    reading = read_foreign(workbook(tmp_path, {"Juin": rows}))

    assert refusals(reading) == [
        (
            "juin.xlsx, feuille « Juin », ligne 3, colonne B « 01/06 » : reçu « 08/12/2026 », "
            "attendu : des horaires comme 8h-12h (le tableur a pris cette case pour une date : "
            "donnez-lui le format texte)"
        ),
        (
            "juin.xlsx, feuille « Juin », ligne 3, colonne C « 02/06 » : reçu « 7,5 », attendu : "
            "un début et une fin comme 8h-15h (un nombre d’heures ou une heure ne dit pas quand)"
        ),
    ]


def test_a_formula_that_fails_is_refused_and_not_empty(tmp_path: Path) -> None:
    path = tmp_path / "juin.xlsx"
    workbook(tmp_path, {"Juin": [["juin 2026"], ["Nom", *range(1, 8)], ["Ada", "=1/0", "8-12"]]})

    (message,) = refusals(read_foreign(path))

    assert message.startswith("juin.xlsx, feuille « Juin », ligne 3, colonne B « 01/06 » : reçu")
    assert "formule" in message


NAMED_AGAIN = "Nom;2/6/2026;3/6/2026;4/6/2026;h;Nom;16/6/2026;17/6/2026;18/6/2026"


def test_names_again_beside_a_second_fortnight_are_no_day(tmp_path: Path) -> None:
    rows = "Ada;8h-12h;;;4;Ada;8h-12h;;\nBob;;8h-12h;;4;Bob;;;8h-12h"
    reading = read_foreign(csv_file(tmp_path, f"{NAMED_AGAIN}\n{rows}"))
    assert refusals(reading) == []
    assert [(who, start) for who, start, _ in shifts(reading)] == [
        ("Ada", "02/06 08:00"),
        ("Bob", "03/06 08:00"),
        ("Ada", "16/06 08:00"),
        ("Bob", "18/06 08:00"),
    ]


def test_under_other_names_a_second_fortnight_is_nobody_s(tmp_path: Path) -> None:
    rows = "Ada;8h-12h;;;4;Bob;8h-12h;;\nBob;;8h-12h;;4;Ada;;;8h-12h"
    reading = read_foreign(csv_file(tmp_path, f"{NAMED_AGAIN}\n{rows}"))
    assert [(who, start) for who, start, _ in shifts(reading)] == [
        ("Ada", "02/06 08:00"),
        ("Bob", "03/06 08:00"),
    ]
    assert [text.partition(", attendu")[0] for text in refusals(reading)] == [
        "juin.csv, ligne 1, colonne F : reçu « Nom »",
        "juin.csv, ligne 1, colonne G : reçu « 16/6/2026 »",
        "juin.csv, ligne 1, colonne I : reçu « 18/6/2026 »",
    ]
    assert "les mêmes noms, sur les mêmes lignes" in refusals(reading)[1]
