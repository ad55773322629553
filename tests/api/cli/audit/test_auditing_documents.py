"""What `rota audit` writes: documents in a folder named by its days, and the template."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from api.data.folder.atomic import LIST
from tests.api.commands import files, framed, rota

#: A week of thirty-five hours, and a day of ten hours and one minute.
ROWS = (
    *(f"Ada Lemoine;{day:02d}/06/2026;09:00;17:00;60" for day in range(1, 6)),
    "Brice Kouassi;01/06/2026;08:00;19:01;60",
)


@pytest.fixture
def june(tmp_path: Path) -> Path:
    path = tmp_path / "juin.csv"
    path.write_text("\n".join(("Nom;Date;Début;Fin;Pause", *ROWS)) + "\n", "utf-8")
    return path


def answer(*args: str | Path) -> dict[str, Any]:
    report: dict[str, Any] = json.loads(rota("audit", *args, "--json").stdout)
    return report


def test_documents_are_written_into_a_folder_named_by_its_days(june: Path, tmp_path: Path) -> None:
    target = tmp_path / "sortie"

    report = answer(june, "--sortie", target)

    folder = target / "controle-2026-06-01-2026-06-05"
    expected = [
        "controle.json",
        "controle.xlsx",
        "paie/paie-2026-06.csv",
        "paie/paie.xlsx",
        "preuves/ada-lemoine-ada-lemoine.pdf",
        "preuves/ada-lemoine-ada-lemoine.txt",
        "preuves/brice-kouassi-brice-kouassi.pdf",
        "preuves/brice-kouassi-brice-kouassi.txt",
    ]
    assert [name for name in files(folder) if name != LIST] == expected
    assert sorted(report["files"]) == [
        f"{folder.name}/{name}" for name in expected if not name.endswith(".txt")
    ]
    kept = json.loads((folder / "controle.json").read_text("utf-8"))
    assert kept == {k: v for k, v in report.items() if k not in {"state", "files"}}


def test_one_kind_of_document_is_enough(june: Path, tmp_path: Path) -> None:
    rota("audit", june, "--sortie", tmp_path / "s", "--format", "paie")

    [folder] = (tmp_path / "s").iterdir()
    assert [f for f in files(folder) if f != LIST] == ["paie/paie-2026-06.csv", "paie/paie.xlsx"]
    with (folder / "paie" / "paie-2026-06.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    assert [(r["nom"], r["travail_minutes"]) for r in rows] == [
        ("Ada Lemoine", "2100"),
        ("Brice Kouassi", "601"),
    ]


def test_a_place_that_cannot_be_written_is_refused_before_judging(
    june: Path, tmp_path: Path
) -> None:
    (tmp_path / "sortie").write_text("", "utf-8")

    result = rota("audit", june, "--sortie", tmp_path / "sortie" / "ici")

    assert result.exit_code == 2
    assert "une partie du chemin est un fichier" in framed(result)


def test_the_template_is_written_and_reads_back(tmp_path: Path) -> None:
    path = tmp_path / "modele.xlsx"

    written = rota("audit", "--modele", path)
    again = rota("audit", "--modele", path)

    assert (written.exit_code, again.exit_code) == (0, 2)
    assert "Modèle écrit" in written.stdout
    assert rota("audit", path).exit_code in {0, 1}


def test_the_template_s_name_is_told_to_programs(tmp_path: Path) -> None:
    path = tmp_path / "modele.csv"

    assert answer("--modele", path) == {"state": "ecrit", "files": [str(path)]}
