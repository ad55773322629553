"""Legends that people write around a grid, and codes that no legend explains."""

from datetime import timedelta
from pathlib import Path

import pytest

from api.intake.foreign_file import read_foreign
from tests.api.intake.files import JUNE, Cell, csv_file, grid, refusals, shifts, workbook

HEAD: list[list[Cell]] = [["juin 2026"], ["Nom", 1, 2, 3, 4, 5, 6, 7]]
ADA: list[Cell] = ["Ada", "J", "J", "CP"]
BOTH = [("Ada", "01/06 09:00", "01/06 16:30"), ("Ada", "02/06 09:00", "02/06 16:30")]


@pytest.mark.parametrize(
    "below",
    [
        [["Légende"], ["J", "9h-16h30"]],
        [["Légende :", "J = 9h-16h30"]],
        [["J", "Journée 9h-16h30"]],
        [["J : 9h-16h30"]],
        [["J = 9h-16h30 ; S = 17h-21h"]],
        [["J : 9h-16h30, S : 17h-21h"]],
        [[None, "J", "9h-16h30", "S", "17h-21h"]],
        [["Légende : J = Journée 9h-16h30 Place du Marché"]],
        [["Code", "Début", "Fin"], ["J", "9h", "16h30"]],
        [["Légende"], ["Code", "Horaires"], ["J", "9h-16h30"]],
        [["J", "Matin", "9h-16h30"]],
        [["J", "9:00", "16:30"]],
    ],
    ids=str,
)
def test_a_legend_below_a_grid_is_used(below: list[list[Cell]], tmp_path: Path) -> None:
    reading = read_foreign(workbook(tmp_path, {"Juin": [*HEAD, ADA, [None], *below]}))

    assert refusals(reading) == []
    assert shifts(reading) == BOTH
    assert reading.people == ("Ada",)
    assert {a.why for a in reading.aside} == {"légende sous le planning"}
    assert [note for note in reading.notes if "J = 09:00–16:30" in note]


@pytest.mark.parametrize(
    "beside",
    [
        [[], ["Légende"], ["J", "9h-16h30"]],
        [["Légende"], ["J : 9h-16h30"]],
        [[], [], ["J", "Journée 9h-16h30"]],
        [["J = 9h-16h30"]],
    ],
    ids=str,
)
def test_a_legend_beside_a_grid_is_used(beside: list[list[Cell]], tmp_path: Path) -> None:
    rows: list[list[Cell]] = [*HEAD, ADA, ["Bob", "J"]]
    wide = [
        [*row, *[None] * (9 - len(row)), *more]
        for row, more in zip(rows, [*beside, [], [], []], strict=False)
    ]

    reading = read_foreign(workbook(tmp_path, {"Juin": wide}))

    assert refusals(reading) == []
    assert {s[0] for s in shifts(reading)} == {"Ada", "Bob"}


def test_a_legend_above_a_grid_is_used(tmp_path: Path) -> None:
    path = grid(tmp_path, "Ada;J;J", title="juin 2026\nJ : 9h-16h30")

    assert shifts(read_foreign(path)) == BOTH


def test_a_legend_beside_a_grid_of_days_in_rows_is_used(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["juin 2026"], ["Jour", "Ada", None, "Légende"]]
    for n in range(1, 6):
        rows.append([f"{n}/06/2026", "J" if n < 3 else "CP", None])  # noqa: PERF401 - typed cells
    rows[2] += ["J", "9h-16h30"]

    reading = read_foreign(workbook(tmp_path, {"Juin": rows}))

    assert (refusals(reading), shifts(reading)) == ([], BOTH)


def test_a_grid_s_own_legend_wins_over_the_usual_codes(tmp_path: Path) -> None:
    path = grid(
        tmp_path, "Ada;F;F", "F;Formation au CFA 9h-16h30", "S;Soirée 17h-21h", title="juin 2026"
    )

    reading = read_foreign(path)

    assert shifts(reading) == BOTH
    assert {s.duty.kind.value for s in reading.shifts} == {"training"}
    # A code of the legend that no cell of the month holds is no person's name.
    assert reading.people == ("Ada",)


@pytest.mark.parametrize(
    ("second", "third", "ends"),
    [
        ([], [], ["12:00", "12:00", "12:00"]),
        (["M", "9h-17h"], [], ["12:00", "17:00"]),
        (["M", "8h-12h"], [], ["12:00", "12:00", "12:00"]),
        (["M", "maladie"], ["M", "7h-11h"], ["12:00", "11:00"]),
        (["M : voir Sacha"], [], ["12:00"]),
    ],
)
def test_a_legend_below_a_grid_serves_the_sheets_that_lack_it_unless_two_differ(
    tmp_path: Path, second: list[Cell], third: list[Cell], ends: list[str]
) -> None:
    legends: list[list[Cell]] = [["M", "8h-12h"], second, third]
    sheets: dict[str, list[list[Cell]]] = {
        f"S{week}": [
            ["Nom", *(JUNE + timedelta(days=7 * week + n) for n in range(7))],
            ["Ada", "M"],
            [],
            legend,
        ]
        for week, legend in enumerate(legends)
    }

    reading = read_foreign(workbook(tmp_path, sheets))

    assert [end.split()[1] for _, _, end in shifts(reading)] == ends
    assert len(reading.aways) == (["M", "maladie"] in legends)


def test_a_code_told_in_a_way_that_cannot_be_read_stays_unknown(tmp_path: Path) -> None:
    reading = read_foreign(grid(tmp_path, "Ada;F;F", "F : Foire, voir Sacha"))

    assert [error.entries for error in reading.refused] == [2]
    assert [
        note for note in reading.notes if note.startswith("légende non lue : juin.csv, ligne 4")
    ]


def test_people_below_a_legend_are_read_all_the_same(tmp_path: Path) -> None:
    path = grid(tmp_path, "Ada;J;J", "Légende;", "J;9h-16h30", "Bob;J;J;J")

    reading = read_foreign(path)

    assert reading.people == ("Ada", "Bob")
    assert len(reading.shifts) == 5


def test_people_below_a_legend_are_read_by_the_codes_that_it_tells(tmp_path: Path) -> None:
    below = ("Légende;", "S : 17h-21h", "Bob;S;S;S;;Sx", "Cy;8h-12h;8h-12h;8h-12h")
    cells = ("Code;Début;Fin", "S;17h;21h", "Bob;S;S;S")

    reading = read_foreign(grid(tmp_path, "Ada;8h-12h", *below))
    table = read_foreign(grid(tmp_path, "Ada;8h-12h", *cells))

    assert (reading.people, len(reading.shifts)) == (("Ada", "Bob", "Cy"), 7)
    # One typing error doesn't make a legend of all that somebody does.
    assert [error.received for error in reading.refused] == ["Sx"]
    assert (table.people, len(table.shifts)) == (("Ada", "Bob"), 4)


def test_a_row_that_counts_a_code_is_no_person(tmp_path: Path) -> None:
    reading = read_foreign(grid(tmp_path, "Ada;8h-12h;J", "J;0;1;2;0", "Nb jour;3;3"))

    assert [(a.why, a.entries) for a in reading.aside] == [
        ("ligne de total", 4),
        ("ligne de total", 2),
    ]
    assert reading.people == ("Ada",)


@pytest.mark.parametrize("title", ["Total", "Nb jour", "Nb agents", "Nombre de jours", "Heures"])
def test_a_column_of_totals_is_no_person_where_people_are_in_columns(
    title: str, tmp_path: Path
) -> None:
    days = "\n".join(f"{n}/06/2026;8h-12h;1" for n in range(1, 6))
    reading = read_foreign(csv_file(tmp_path, f"juin 2026;\nJour;Ada;{title}\n{days}"))

    assert (refusals(reading), reading.people) == ([], ("Ada",))


# Codes without a legend -------------------------------------------------------------------------


def test_unknown_codes_are_asked_about_once_with_how_often_they_come(tmp_path: Path) -> None:
    path = grid(tmp_path, "Ada;N;J;N;N;J;8h-1h2", "Bob;n;J;K")

    reading = read_foreign(path)

    assert [error.message for error in sorted(reading.refused)] == [
        (
            "juin.csv, ligne 3, colonne G « 06/06 » : reçu « 8h-1h2 », attendu : une heure comme "
            "21:30, 21h30 ou 21,5"
        ),
        (
            "juin.csv, ligne 4, colonne D « 03/06 » : reçu « K », attendu : des horaires comme "
            "21:30-06:00, ou un code connu (CP, RTT, R, RH, F, CFA)"
        ),
        (
            "juin.csv, ligne 3, colonne B « 01/06 » : reçu « 2 codes inconnus », attendu : ce que "
            "valent ces codes (N : 4 cases, J : 3 cases) ; dites-le dans une légende, par exemple "
            "« N : 9h-16h30 » sous le planning, dans une feuille « Légende », ou dans un fichier "
            "(--legende)"
        ),
    ]
    assert [e.entries for e in sorted(reading.refused)] == [1, 1, 7]
    assert (reading.counts.read, reading.counts.refused) == (9, 9)


def test_a_code_without_hours_is_asked_about_once(tmp_path: Path) -> None:
    [error] = read_foreign(grid(tmp_path, "Ada;CFA;CFA")).refused

    assert (error.received, error.entries) == ("CFA", 2)


def test_an_unknown_code_of_a_list_is_asked_about_once(tmp_path: Path) -> None:
    path = csv_file(
        tmp_path,
        """
        Nom;Date;Code horaire
        Ada;01/06/2026;N
        Ada;02/06/2026;N
        """,
    )

    [error] = read_foreign(path).refused

    assert (error.received, error.entries, error.line) == ("N", 2, 2)


def test_refusals_come_as_one_reads_typing_errors_first(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["juin 2026"], ["Nom", *range(1, 31)], ["Ada", *["N"] * 30]]
    rows[2][25] = rows[2][28] = "8h-"

    reading = read_foreign(workbook(tmp_path, {"Juin": rows}))

    refusals = [(e.letter, e.received) for e in sorted(reading.refused)]
    assert refusals == [("Z", "8h-"), ("AC", "8h-"), ("B", "N")]
