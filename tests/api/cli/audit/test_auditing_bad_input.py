"""What people's files get wrong, told with sheet, row, column and value; the rest still judged."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from tests.api.commands import framed, rota

HEAD = ("Nom", "Date", "Début", "Fin", "Pause")


def row(day: int, start: str = "09:00", end: str = "17:00", who: str = "Ada Lemoine") -> list[str]:
    return [who, f"{day:02d}/06/2026", start, end, "60"]


FOURTH = "juin.xlsx, feuille « Juin », ligne 4"
WEEK = [row(day) for day in (1, 2, 3, 4, 5)]


def workbook(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Juin"
    for row in rows:
        sheet.append(list(row))
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
