from datetime import date
from pathlib import Path

from api.intake.foreign_file import read_foreign
from tests.api.intake.files import (
    JUNE,
    WEEK,
    Cell,
    aways,
    csv_file,
    grid,
    refusals,
    refused,
    shifts,
    workbook,
)

HEAD: list[list[Cell]] = [["juin 2026"], ["Nom", 1, 2, 3, 4, 5, 6, 7]]


# People -----------------------------------------------------------------------------------------


def test_people_may_have_several_columns_and_a_place_of_their_own(tmp_path: Path) -> None:
    path = csv_file(
        tmp_path,
        f"""
        juin 2026;
        Agence;Nom;Prénom;Site;Contrat;{WEEK};Total
        Nantes;Lemoine;Ada;Parc;35 h;8-12;;;;;;;4
        """,
    )

    reading = read_foreign(path)

    (shift,) = reading.shifts
    assert (shift.person, shift.also) == ("Ada Lemoine", ("Lemoine Ada",))
    assert (shift.duty.site, shift.duty.agency) == ("Parc", "Nantes")
    assert "colonnes non lues : Total (juin.csv, ligne 2)" in reading.notes
    [hired] = reading.contracts
    assert (hired.person, hired.minutes, hired.text) == ("Ada Lemoine", 2100, "35 h")


def test_a_column_of_people_needs_no_header(tmp_path: Path) -> None:
    path = csv_file(tmp_path, f"juin 2026;\n;{WEEK}\nAda;8-12\nBob;;8-12")

    assert [s[0] for s in shifts(read_foreign(path))] == ["Ada", "Bob"]


def test_a_grid_without_people_is_refused(tmp_path: Path) -> None:
    path = csv_file(tmp_path, f"juin 2026;\n{WEEK}\n8-12;8-12;;;;;")

    assert refused(path).endswith("attendu : une colonne de personnes, à côté de celles des jours")


def test_a_row_without_a_person_is_refused_with_its_cells(tmp_path: Path) -> None:
    reading = read_foreign(grid(tmp_path, "Ada;8-12", ";8-12;9-12;;;;;", ";;;;;;;;note"))

    assert refusals(reading) == [
        (
            "juin.csv, ligne 4, colonne A « Nom » : reçu « 8-12 ; 9-12 », attendu : une personne "
            "sur cette ligne"
        )
    ]
    assert (reading.counts.used, reading.counts.refused, reading.counts.set_aside) == (1, 2, 1)
    assert [a.why for a in reading.aside] == ["ligne sans personne ni jour"]


def test_people_without_a_cell_are_named_and_known(tmp_path: Path) -> None:
    reading = read_foreign(grid(tmp_path, "Ada;8-12", "Bob;;;;;;;"))

    assert reading.people == ("Ada", "Bob")
    assert "personnes sans aucune case remplie : Bob (juin.csv, ligne 2)" in reading.notes


def test_a_name_that_is_a_formula_without_a_value_is_nobody(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["=Equipe!A2", "8-12", "8-12"], ["Ada", "8-12"]]

    reading = read_foreign(workbook(tmp_path, {"Juin": [*HEAD, *rows]}))

    assert reading.people == ("Ada",)
    assert (reading.counts.used, reading.counts.refused) == (1, 2)
    [message] = refusals(reading)
    assert message == (
        "juin.xlsx, feuille « Juin », ligne 3, colonne A « Nom » : reçu « formule sans valeur », "
        "attendu : une valeur (formule jamais calculée : ouvrez le classeur et enregistrez-le)"
    )


def test_a_person_on_two_rows_is_one_where_nothing_clashes(tmp_path: Path) -> None:
    reading = read_foreign(grid(tmp_path, "Ada;8-12;;8-12;CP", "ada;13-17;9-12;11-15;8-12"))

    assert [s[1] for s in shifts(reading)] == [
        *("01/06 08:00", "01/06 13:00", "02/06 09:00", "03/06 08:00")
    ]
    assert refusals(reading) == [
        f"juin.csv, ligne 4, colonne {letter} « 0{day}/06 » : reçu « {cell} », attendu : rien à "
        f"ces heures : la même personne est en double, avec autre chose ligne 3, colonne {letter}"
        for letter, day, cell in (("D", 3, "11-15"), ("E", 4, "8-12"))
    ]
    assert "personnes sur plusieurs lignes, réunies : Ada (juin.csv, ligne 2)" in reading.notes


def test_the_same_cell_twice_is_refused_as_such(tmp_path: Path) -> None:
    reading = read_foreign(grid(tmp_path, "Ada;8-12", "Ada;8h-12h"))

    assert refusals(reading) == [
        (
            "juin.csv, ligne 4, colonne B « 01/06 » : reçu « 8h-12h », attendu : une seule fois "
            "(déjà ligne 3, colonne B)"
        )
    ]


# Rows that are nobody's -------------------------------------------------------------------------


def test_totals_titles_and_legends_are_set_aside(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [
        *HEAD,
        [None],
        ["Ada", "8h-12h"],
        ["Total présents", 1, 0, 0],
        ["Légende"],
        ["M", "matin 8h-12h"],
    ]
    merged = {"Juin": [(2, 0, 2, 7, "Équipe Nord")]}

    reading = read_foreign(workbook(tmp_path, {"Juin": rows}, merged))

    assert [(a.where.line, a.why, a.entries) for a in reading.aside] == [
        (3, "titre d’un groupe de lignes", 1),
        (5, "ligne de total", 3),
        (6, "légende sous le planning", 1),
        (7, "légende sous le planning", 1),
    ]
    assert (reading.counts.read, reading.counts.used, reading.counts.set_aside) == (7, 1, 6)


def test_heads_that_come_back_are_set_aside_and_others_begin_a_block(tmp_path: Path) -> None:
    path = csv_file(
        tmp_path,
        f"""
        juin 2026;
        Nom;{WEEK}
        Ada;8-12
        Nom;{WEEK}
        Bob;8-12
        Nom;8;9;10;11;12;13;14
        Ada;8-12
        """,
    )

    reading = read_foreign(path)

    assert shifts(reading) == [
        ("Ada", "01/06 08:00", "01/06 12:00"),
        ("Bob", "01/06 08:00", "01/06 12:00"),
        ("Ada", "08/06 08:00", "08/06 12:00"),
    ]
    assert [(a.where.line, a.why) for a in reading.aside] == [(4, "en-têtes répétés")]
    assert not [note for note in reading.notes if "plusieurs lignes" in note]


def test_someone_whose_cells_a_workbook_took_for_dates_is_no_head(tmp_path: Path) -> None:
    dates: list[Cell] = [date(2026, 12, day) for day in (8, 9, 10, 11)]
    rows: list[list[Cell]] = [*HEAD, ["Ada", *dates], ["Bob", "8h-12h"]]

    reading = read_foreign(workbook(tmp_path, {"Juin": rows}))

    assert shifts(reading) == [("Bob", "01/06 08:00", "01/06 12:00")]
    assert [(e.line, e.letter) for e in reading.refused] == [(3, "B"), (3, "C"), (3, "D"), (3, "E")]


# Merged cells -----------------------------------------------------------------------------------


def test_a_reason_merged_over_days_holds_each_day(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [*HEAD, ["Ada"], ["Bob"]]
    merged = {"Juin": [(2, 1, 2, 5, "CP"), (3, 6, 3, 7, "R")]}

    reading = read_foreign(workbook(tmp_path, {"Juin": rows}, merged))

    assert aways(reading) == [("Ada", "01/06 00:00", "06/06 00:00", "conge")]
    assert [a.why for a in reading.aside] == ["repos"]
    assert reading.counts.read == 2


def test_a_reason_merged_over_people_holds_for_each(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [*HEAD, ["Ada"], ["Bob"], ["Cléo"]]

    reading = read_foreign(workbook(tmp_path, {"Juin": rows}, {"Juin": [(2, 3, 4, 3, "Absence")]}))

    assert [a[0] for a in aways(reading)] == ["Ada", "Bob", "Cléo"]
    assert (reading.counts.read, reading.counts.used) == (1, 1)
    assert not [note for note in reading.notes if "sans aucune case" in note]


def test_hours_merged_over_days_or_people_are_refused(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [*HEAD, ["Ada"], ["Bob"]]
    merged = {"Juin": [(2, 1, 2, 2, "8h-12h"), (2, 4, 3, 4, "9h-12h")]}

    reading = read_foreign(workbook(tmp_path, {"Juin": rows}, merged))

    assert refusals(reading) == [
        (
            "juin.xlsx, feuille « Juin », ligne 3, colonne B « 01/06 » : reçu « 8h-12h », "
            "attendu : une case par jour (celle-ci est fusionnée sur plusieurs)"
        ),
        (
            "juin.xlsx, feuille « Juin », ligne 3, colonne E « 04/06 » : reçu « 9h-12h », "
            "attendu : une case par personne (celle-ci est fusionnée sur plusieurs)"
        ),
    ]


def test_a_name_merged_over_two_rows_is_that_of_both(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [*HEAD, [None, "8h-12h"], [None, "14h-18h"], ["Bob", "9h-12h"]]

    reading = read_foreign(workbook(tmp_path, {"Juin": rows}, {"Juin": [(2, 0, 3, 0, "Ada")]}))

    assert [s[:2] for s in shifts(reading)] == [
        *(("Ada", "01/06 08:00"), ("Bob", "01/06 09:00"), ("Ada", "01/06 14:00"))
    ]


# Other shapes -----------------------------------------------------------------------------------


def test_a_day_may_have_a_column_for_its_start_its_end_and_its_break(tmp_path: Path) -> None:
    path = csv_file(
        tmp_path,
        """
        juin 2026;
        Nom;1;;;2;;;3;;;4;;;5;;
        ;Début;Fin;Pause;Début;Fin;Pause;Début;Fin;Pause;Début;Fin;Pause;Début;Fin;Pause
        Ada;21h30;6h;30;CP;;;8:00;;;;;;0,5;12;
        """,
    )

    reading = read_foreign(path)

    assert [s[1:] for s in shifts(reading)] == [
        ("01/06 21:30", "02/06 06:00"),
        ("05/06 00:30", "05/06 12:00"),
    ]
    assert reading.shifts[0].duty.work == 480
    assert aways(reading) == [("Ada", "02/06 00:00", "03/06 00:00", "conge")]
    assert refusals(reading)[0] == (
        "juin.csv, ligne 4, colonne H « 03/06 » : reçu « 8:00 », attendu : une heure de début et "
        "une heure de fin, dans les deux cases"
    )


def test_days_may_stand_in_rows_and_people_in_columns(tmp_path: Path) -> None:
    path = csv_file(
        tmp_path,
        """
        Date;Ada;Bob
        01/06/2026;8h-12h;CP
        02/06/2026;;2l-6h
        03/06/2026;21:30-06:00;
        """,
    )

    reading = read_foreign(path)

    assert shifts(reading) == [
        ("Ada", "01/06 08:00", "01/06 12:00"),
        ("Ada", "03/06 21:30", "04/06 06:00"),
    ]
    assert [s.duty.id for s in reading.shifts] == ["juin.csv:B2", "juin.csv:B4"]
    assert aways(reading) == [("Bob", "01/06 00:00", "02/06 00:00", "conge")]
    assert refusals(reading) == [
        (
            "juin.csv, ligne 3, colonne C « 02/06 » : reçu « 2l-6h », attendu : des horaires comme "
            "21:30-06:00, 21h30–6h ou 8h-12h / 13h30-17h"
        )
    ]
    assert reading.days == (JUNE, JUNE.replace(day=3))
