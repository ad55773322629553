"""What people's files get wrong, told with sheet, row, column and value; the rest still judged."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook

from tests.api.commands import framed, rota

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

HEAD = ("Nom", "Date", "Début", "Fin", "Pause")


def row(day: int, start: str = "09:00", end: str = "17:00", who: str = "Ada Lemoine") -> list[str]:
    return [who, f"{day:02d}/06/2026", start, end, "60"]


FOURTH = "juin.xlsx, feuille « Juin », ligne 4"
WEEK = [row(day) for day in (1, 2, 3, 4, 5)]


def workbook(
    path: Path,
    rows: Sequence[Sequence[object]],
    *,
    title: str = "Juin",
    merged: str = "",
) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    if merged:
        sheet.merge_cells(merged)
    book.save(path)
    return path


def refused(path: Path) -> dict[str, Any]:
    result = rota("audit", path, "--json")
    answer: dict[str, Any] = json.loads(result.stdout)
    assert (result.exit_code, answer["state"]) == (2, "refuse")
    return answer


def went_on(path: Path) -> dict[str, Any]:
    result = rota("audit", path, "--continue", "--json")
    answer: dict[str, Any] = json.loads(result.stdout)
    assert (result.exit_code, answer["state"]) == (0, "controle"), result.stderr
    return answer


def counts(answer: dict[str, Any]) -> tuple[int, int, int]:
    read = answer["read"]["counts"]
    assert read["read"] == read["used"] + read["refused"] + read["set_aside"]
    return read["read"], read["used"], read["refused"]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (
            row(3, "9h0O"),
            (
                f"{FOURTH}, colonne C « Début » : reçu « 9h0O », attendu : "
                "une heure comme 21:30, 21h30 ou 21,5"
            ),
        ),
        (
            row(3, "09:00", "25:30"),
            (f"{FOURTH}, colonne D « Fin » : reçu « 25:30 », attendu : une heure de 00:00 à 24:00"),
        ),
        (
            row(3, who=""),
            (f"{FOURTH}, colonne A « Nom » : reçu rien, attendu : une personne"),
        ),
    ],
    ids=["typo", "over-24-hours", "nobody"],
)
def test_a_row_that_cannot_be_read_is_said_and_the_rest_is_judged(
    wrong: list[str], message: str, tmp_path: Path
) -> None:
    rows = [HEAD, *WEEK[:2], wrong, *WEEK[3:]]
    path = workbook(tmp_path / "juin.xlsx", rows)

    answer = refused(path)
    assert answer["errors"] == [message]
    assert counts(answer) == (5, 4, 1)
    assert counts(went_on(path)) == (5, 4, 1)
    assert went_on(path)["read"]["refused"][0]["message"] == message


def test_a_refusal_tells_programs_where_what_was_received_and_expected(tmp_path: Path) -> None:
    path = workbook(tmp_path / "juin.xlsx", [HEAD, *WEEK[:2], row(3, "9h0O"), *WEEK[3:]])

    assert went_on(path)["read"]["refused"] == [
        {
            "file": "juin.xlsx",
            "sheet": "Juin",
            "line": 4,
            "column": "Début",
            "letter": "C",
            "received": "9h0O",
            "expected": "une heure comme 21:30, 21h30 ou 21,5",
            "message": refused(path)["errors"][0],
        }
    ]


def test_the_whole_list_of_refusals_comes_at_once_with_how_to_go_on(tmp_path: Path) -> None:
    rows = [HEAD, row(1, "9h0O"), row(2), row(3, end="25:30")]
    result = rota("audit", workbook(tmp_path / "juin.xlsx", rows))

    assert result.exit_code == 2
    text = framed(result)
    assert "ligne 2, colonne C" in text
    assert "ligne 4, colonne D" in text
    assert "3 lignes ou cases lues : 1 utilisée, 2 refusées, 0 mise de côté." in text
    assert "--continue" in text


def test_refusals_are_told_again_at_the_end_of_the_report(tmp_path: Path) -> None:
    rows = [HEAD, row(1, "9h0O"), row(2)]
    result = rota("audit", workbook(tmp_path / "juin.xlsx", rows), "--continue")

    assert result.exit_code == 0
    assert "Lignes refusées (1)" in result.stdout
    assert "Aucun constat bloquant dans ce qui a été demandé et lu." in result.stdout
    assert result.stdout.rstrip().endswith(
        "2\u00a0lignes ou cases lues : 1\u00a0utilisée, 1\u00a0refusée, 0\u00a0mise de côté."
    )


def test_titles_above_the_headers_are_told_and_not_read(tmp_path: Path) -> None:
    rows = [("Planning de juin",), ("Équipe du centre",), HEAD, *WEEK]
    path = workbook(tmp_path / "juin.xlsx", rows)

    answer = json.loads(rota("audit", path, "--json").stdout)

    assert counts(answer) == (5, 5, 0)
    assert any(
        "au-dessus des en-têtes, lignes 1 à 2" in h["text"] for h in answer["read"]["assumed"]
    )


def test_dates_written_as_text_are_read(tmp_path: Path) -> None:
    rows = [
        HEAD,
        ["Ada", "lundi 1er juin 2026", "9h", "17h", "1h"],
        ["Ada", "2026-06-02", *WEEK[1][2:]],
    ]
    answer = json.loads(rota("audit", workbook(tmp_path / "juin.xlsx", rows), "--json").stdout)

    assert counts(answer) == (2, 2, 0)
    assert answer["period"] == {"first": "2026-06-01", "last": "2026-06-02"}


def test_a_merged_cell_of_a_grid_is_refused_where_it_stands(tmp_path: Path) -> None:
    rows = [
        ("Personne", "01/06/2026", "02/06/2026", "03/06/2026"),
        ("Ada", "9h-17h", None, "9h-17h"),
    ]
    path = workbook(tmp_path / "juin.xlsx", rows, merged="B2:C2")

    [error] = refused(path)["errors"]
    assert "feuille « Juin », ligne 2, colonne B" in error
    assert "fusionnée" in error
    assert counts(went_on(path)) == (2, 1, 1)


def test_a_typo_in_one_cell_of_a_grid_leaves_the_others(tmp_path: Path) -> None:
    rows = [
        ("Personne", "01/06/2026", "02/06/2026", "03/06/2026"),
        ("Ada", "9h-17h", "9h–17hh", "9h-17h"),
        ("Brice", "9h-17h", "14h-21h30", "CP"),
    ]
    path = workbook(tmp_path / "juin.xlsx", rows)

    [error] = refused(path)["errors"]
    assert error.startswith("juin.xlsx, feuille « Juin », ligne 2, colonne C")
    assert "« 9h–17hh »" in error
    assert counts(went_on(path)) == (6, 5, 1)


def test_a_person_twice_at_the_same_hours_is_refused_with_both_rows(tmp_path: Path) -> None:
    rows = [HEAD, *WEEK, row(3, "14:00", "20:00", "Lemoine Ada")]
    path = workbook(tmp_path / "juin.xlsx", rows)

    [error] = refused(path)["errors"]
    assert "feuille « Juin », ligne 7" in error
    assert "ligne 4" in error
    assert counts(went_on(path)) == (6, 5, 1)


def test_a_pdf_renamed_is_said_to_be_one(tmp_path: Path) -> None:
    path = tmp_path / "juin.xlsx"
    path.write_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")

    [error] = refused(path)["errors"]
    assert error.startswith("juin.xlsx : reçu « un fichier PDF », attendu : un classeur")


def test_a_file_of_fifty_megabytes_is_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "juin.xlsx"
    with path.open("wb") as file:
        file.write(b"PK\x03\x04")
        file.truncate(50_000_000)

    [error] = refused(path)["errors"]
    assert error.startswith("juin.xlsx : reçu « fichier de 50,0 Mo », attendu : 25 Mo au plus")


def test_the_readable_files_of_a_folder_are_judged_beside_the_others(tmp_path: Path) -> None:
    workbook(tmp_path / "a.xlsx", [HEAD, *WEEK])
    (tmp_path / "b.xlsx").write_bytes(b"%PDF-1.7\n")

    assert counts(refused(tmp_path)) == (6, 5, 1)
    assert counts(went_on(tmp_path)) == (6, 5, 1)


def test_nothing_readable_stops_even_where_one_would_go_on(tmp_path: Path) -> None:
    path = tmp_path / "juin.xlsx"
    path.write_bytes(b"%PDF-1.7\n")

    result = rota("audit", path, "--continue")

    assert result.exit_code == 2
    assert "un fichier PDF" in framed(result)
