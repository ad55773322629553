"""Commands that take a folder take a workbook of the association, and say how it was read."""

import json
import shutil
from pathlib import Path

import pytest

from tests.api.commands import MONTH, PETIT, framed, rota
from tests.api.data.folder.workbooks import petit_sheets, xlsx

SOLVED = ("--secondes", "20", "--json")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return xlsx(tmp_path / "nantes.xlsx", petit_sheets())


@pytest.mark.long
def test_a_workbook_is_planned_and_audited_as_its_folder_is(book: Path, tmp_path: Path) -> None:
    done = rota("generate", book, *MONTH, *SOLVED, "--sortie", tmp_path / "sortie")
    assert done.exit_code == 0, done.stderr
    plan = tmp_path / "sortie" / "2026-03" / "planning-2026-03.csv"
    made = []
    for source in (book, PETIT):
        judged = rota("audit", source, *MONTH, "--planning", plan, "--json")
        assert judged.exit_code == 0, judged.stderr
        made.append(json.loads(judged.stdout))
    assert made[0]["findings"] == made[1]["findings"]
    assert made[0]["totals"] == made[1]["totals"]
    assert made[0]["totals"]["people"] == 6


def test_nothing_is_published_beside_a_workbook(book: Path, tmp_path: Path) -> None:
    refused = rota("generate", book, *MONTH, "--publier", "--sortie", tmp_path / "sortie")
    assert refused.exit_code == 2
    assert "Mettez-le dans un dossier, sous le nom association.xlsx" in framed(refused)
    assert not (tmp_path / "sortie").exists()


def test_how_files_were_read_is_said_apart_from_results(tmp_path: Path) -> None:
    folder = tmp_path / "petit"
    shutil.copytree(PETIT, folder)
    text = (folder / "sites.csv").read_text(encoding="utf-8")
    (folder / "sites.csv").write_bytes(text.encode("cp1252"))
    done = rota("explain", folder, *MONTH, "--json")
    assert json.loads(done.stdout)["state"] == "possible"
    assert "Lu autrement : sites.csv : lu en Windows-1252" in done.stderr


def test_a_folder_of_workbooks_is_an_association_to_audit(book: Path, tmp_path: Path) -> None:
    folder = tmp_path / "dossier"
    folder.mkdir()
    shutil.copy(book, folder / "association.xlsx")
    for source in (book, folder):
        refused = rota("audit", source, *MONTH)
        assert (refused.exit_code, "n’est pas publié" in framed(refused)) == (2, True)
