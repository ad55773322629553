"""A month as RH keeps it, from the files to the report: what is asked, then the verdict."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.api.commands import MONTH, PETIT, framed, rota
from tests.api.judging.rh_month import write_rh_month

GIVEN = ("--association", PETIT, *MONTH)
NAMES = "nom;personne\r\nLEMOYNE Ada;ada\r\nKOUASI Brice;brice\r\n"


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    return write_rh_month(tmp_path)


def read(*args: str | Path) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(rota("audit", *args, "--json").stdout)
    return answer


def test_the_month_asks_two_questions_and_no_more(files: tuple[Path, Path]) -> None:
    result = rota("audit", *files, *GIVEN)

    assert result.exit_code == 2
    words = framed(result)
    assert "« LEMOYNE Ada », attendu : un nom connu. Est-ce Ada Lemoine (ada," in words
    assert "« KOUASI Brice », attendu : un nom connu. Est-ce Brice Kouassi (brice," in words
    assert words.count("attendu :") == 2
    assert "204 lignes ou cases lues : 66 utilisées, 44 refusées, 94 mises de côté." in words


def test_once_answered_the_month_is_read_whole_and_judged(
    files: tuple[Path, Path], tmp_path: Path
) -> None:
    names = tmp_path / "noms.csv"
    names.write_bytes(NAMES.encode("cp1252"))

    shown = rota("audit", *files, *GIVEN, "--noms", names)
    answer = read(*files, *GIVEN, "--noms", names)

    # The association records leave on a day on which the grid has her work.
    assert shown.exit_code == 1
    assert "Ada Lemoine a 7 h 30 d’absence pendant son créneau du 06/03/2026." in shown.stdout
    assert shown.stdout.rstrip().endswith(
        "204\u00a0lignes ou cases lues : 110\u00a0utilisées, 0\u00a0refusée, 94\u00a0mises de côté."
    )
    assert [item["id"] for item in answer["people"]] == [
        *("ada", "brice", "chloe", "dorian", "elsa", "farid")
    ]
    # Dorian's « F » is the training that the legend says, not the usual day off.
    assert not [item for item in answer["read"]["assumed"] if "code « F »" in item["text"]]


def test_without_an_association_the_contracts_are_those_of_the_grid(
    files: tuple[Path, Path],
) -> None:
    answer = read(*files, *MONTH)

    [hired] = [item for item in answer["read"]["assumed"] if "au contrat que dit" in item["text"]]
    # Everybody is in the grid; Farid's CSV rows, the other way round, are his.
    assert len(hired["people"]) == len(answer["people"]) == 6
    assert not [item for item in answer["read"]["assumed"] if "temps plein (35 h" in item["text"]]


def test_a_grid_without_its_legend_asks_once_for_its_codes(tmp_path: Path) -> None:
    grid, _ = write_rh_month(tmp_path, legend=False)

    answer = read(grid, *MONTH)

    assert answer["state"] == "refuse"
    [error] = answer["errors"]
    assert "« J », attendu : ce que vaut ce code (J : 96 cases)" in error
