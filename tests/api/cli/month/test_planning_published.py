import csv
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from api.cli.screen import OK
from api.data.folder.atomic import LIST
from api.data.folder.load import load
from api.ledger.errors import MovedError
from api.month.places.folder import FolderPlace
from scheduler.domain.problem import Assignment
from tests.api.cli.month.ends import shown, solution
from tests.api.commands import (
    FIXTURES,
    MONTH,
    PETIT,
    command,
    files,
    framed,
    planned_and_published,
    rota,
)
from tests.api.folders import publish_in


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, dict[str, Any]]:
    """Plan and publish the small association's month once: its folder, documents, answer."""
    folder, output, answer = planned_and_published(tmp_path_factory.mktemp("cli"), *MONTH)
    return folder, output / "2026-03", answer


def test_a_month_is_planned_written_and_published(
    published: tuple[Path, Path, dict[str, Any]],
) -> None:
    folder, target, answer = published

    assert (answer["state"], answer["month"], answer["lawful"]) == ("trouve", "2026-03", True)
    assert [d["id"] for d in answer["dispositifs"]] == ["P"]
    assert answer["tiers"][0]["words"] == "prouvé optimal"
    names = files(target)
    assert {"planning-2026-03.xlsx", "planning-2026-03.csv", "affichage/ville.pdf"} <= set(names)
    assert len([n for n in names if n.startswith("fiches/")]) == 7
    with (folder / "historique" / "2026-03.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    pairs = {(r["personne"], r["creneau"]) for r in rows}
    assert pairs == {(a["person"], a["slot"]) for a in answer["assignments"]}


def test_a_month_published_meanwhile_is_not_overwritten(
    published: tuple[Path, Path, dict[str, Any]],
) -> None:
    folder, _, _ = published
    first, before = date(2026, 3, 1), load(PETIT)
    path = folder / "historique" / "2026-03.csv"
    kept = path.read_bytes()

    with pytest.raises(MovedError, match="a été publié entre-temps"):
        publish_in(folder, first, (), known=before)
    assert path.read_bytes() == kept

    assert publish_in(folder, first, ()) == path
    path.write_bytes(kept)


def test_the_published_month_is_audited(published: tuple[Path, Path, dict[str, Any]]) -> None:
    folder, _, answer = published

    result = command("audit", folder, *MONTH, "--json")

    assert result.returncode == 0
    assert json.loads(result.stdout)["assignments"] == answer["assignments"]
    assert "Planning légal" in rota("audit", folder, *MONTH).stdout


def test_an_unlawful_file_is_audited_with_its_evidence(
    published: tuple[Path, Path, dict[str, Any]], tmp_path: Path
) -> None:
    folder, _, _ = published
    plan = tmp_path / "plan.csv"
    days = [f"P-J-2026-03-{day:02d}" for day in (2, 3)]
    lines = [f"{slot};ada" for slot in days] + ["P-J-2026-03-04;"]
    plan.write_text("\n".join(["creneau;personne", *lines]) + "\n", "utf-8-sig")

    result = rota("audit", folder, *MONTH, "--planning", plan)
    answer = json.loads(rota("audit", folder, *MONTH, "--planning", plan, "--json").stdout)

    assert result.exit_code == 1
    assert "bloque la publication" in result.stdout
    assert "preuve : P-J-2026-03-02" in result.stdout
    assert {a["slot"] for a in answer["assignments"]} == set(days)
    assert not answer["lawful"]


def test_a_place_that_cannot_be_written_is_refused_before_publishing(
    folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "sortie").write_text("", "utf-8")
    before = files(tmp_path)

    result = rota("generate", folder, *MONTH, "--publier", "--sortie", tmp_path / "sortie" / "ici")

    assert result.exit_code == 2
    assert "une partie du chemin est un fichier" in framed(result)
    assert files(tmp_path) == before


def test_a_file_edited_by_hand_is_read_with_its_faults(tmp_path: Path) -> None:
    plan = tmp_path / "plan.csv"
    lines = (
        "creneau;personne;debut;fin",
        "P-J-2026-03-02;ada;09:00;17:30",
        "P-J-2026-03-02;brice;09:00;16:30",
        "P-J-2026-03-02;brice;09:00;16:30",
    )
    plan.write_text("\n".join(lines), "utf-8")

    result = rota("audit", PETIT, *MONTH, "--planning", plan)

    assert result.exit_code == 2
    assert "ligne 2, colonne « fin » : reçu « 17:30 », attendu : 16:30" in framed(result)
    assert "ligne 4, colonne « personne » : reçu « brice »" in framed(result)
    assert "déjà ligne 3" in framed(result)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    absent = rota("audit", PETIT, *MONTH, "--planning", tmp_path / "rien.csv")

    assert absent.exit_code == 2
    assert "Fichier inaccessible" in framed(absent)
    assert "ce fichier ou ce dossier n’existe pas" in framed(absent)


def test_a_file_in_another_encoding_is_read_and_said_so(tmp_path: Path) -> None:
    plan = tmp_path / "plan.csv"
    plan.write_bytes("creneau;personne\nP-J-2026-03-02;chloé\n".encode("cp1252"))

    result = rota("audit", PETIT, *MONTH, "--planning", plan)

    assert result.exit_code == 2
    assert "plan.csv, ligne 2, colonne « personne » : reçu « chloé »" in framed(result)
    assert "Windows-1252" in framed(result)


@pytest.mark.long
def test_the_month_planned_again_from_a_day_keeps_what_comes_before(
    published: tuple[Path, Path, dict[str, Any]], tmp_path: Path
) -> None:
    folder, _, answer = published

    result = rota(
        "generate",
        folder,
        *MONTH,
        "--depuis",
        "16/03/2026",
        "--secondes",
        "10",
        "--sortie",
        tmp_path,
        "--json",
    )

    def early(wanted: dict[str, Any]) -> set[str]:
        return {
            f"{a['person']} {a['slot']}"
            for a in wanted["assignments"]
            if a["slot"][-10:] < "2026-03-16"
        }

    assert result.exit_code == 0, result.stderr
    assert early(json.loads(result.stdout)) == early(answer)


@pytest.mark.parametrize(
    ("format_name", "expected"),
    [
        ("xlsx", ["planning-2026-03.xlsx"]),
        ("csv", ["planning-2026-03.csv", "publication/2026-03.csv"]),
        ("pdf", ["affichage/ville.pdf", "affichage/ville/p-mediation-de-place.pdf"]),
    ],
)
def test_one_format_of_a_published_month_is_exported(
    format_name: str,
    expected: list[str],
    published: tuple[Path, Path, dict[str, Any]],
    tmp_path: Path,
) -> None:
    folder, _, _ = published

    result = rota("export", folder, *MONTH, "--format", format_name, "--sortie", tmp_path, "--json")

    assert result.exit_code == 0
    assert json.loads(result.stdout)["files"] == expected
    assert files(tmp_path / "2026-03") == sorted([LIST, *expected])


def test_the_exported_publication_is_the_published_file(
    published: tuple[Path, Path, dict[str, Any]],
) -> None:
    folder, target, _ = published

    exported = (target / "publication" / "2026-03.csv").read_bytes()

    assert exported == (folder / "historique" / "2026-03.csv").read_bytes()


def test_an_impossible_month_is_explained_in_french() -> None:
    result = rota("explain", FIXTURES / "impossible" / "verrous", *MONTH, "--json")

    answer = json.loads(result.stdout)
    assert result.exit_code == 1
    assert (answer["state"], answer["verified"]) == ("impossible", True)
    assert any("Ada" in sentence for sentence in answer["sentences"])
    assert [(way["cost"], way["cheapest"]) for way in answer["ways_out"]] == [(2, True)] * 2
    shown = rota("explain", FIXTURES / "impossible" / "verrous", *MONTH).stdout
    assert "Les issues les moins coûteuses, essayées et jugées :" in shown
    assert all(way["sentence"] in shown for way in answer["ways_out"])


def test_generating_an_impossible_month_tells_the_conflict_and_writes_nothing(
    tmp_path: Path,
) -> None:
    result = rota(
        "generate",
        FIXTURES / "impossible" / "verrous",
        *MONTH,
        "--secondes",
        "20",
        "--sortie",
        tmp_path / "s",
    )

    assert result.exit_code == 1
    assert "Ces exigences ne peuvent pas tenir ensemble" in result.stdout
    assert "Vérifié" in result.stdout
    assert files(tmp_path) == []


def test_a_possible_month_has_nothing_to_explain() -> None:
    result = rota("explain", PETIT, *MONTH)

    assert result.exit_code == 0
    assert "rien à expliquer" in result.stdout
    assert "Pour les postes restés à pourvoir : --trous" in result.stderr


@pytest.mark.long
def test_a_month_published_again_as_it_stands_keeps_its_file_and_gets_its_documents(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = date(2026, 3, 1)
    kept = publish_in(folder, first, [Assignment("ada", "P-J-2026-03-02")])
    before, place = kept.read_bytes(), FolderPlace(folder)
    frame = place.frame(first, None, datetime(2026, 2, 10, 8, tzinfo=UTC))

    outcome = solution(frame, frame.published)
    code = shown(place, frame, outcome, tmp_path / "sortie")

    assert code == OK
    assert f"Publié dans {kept}" in capsys.readouterr().out.replace("\n", "")
    assert kept.read_bytes() == before
    assert (tmp_path / "sortie" / "2026-03" / "planning-2026-03.csv").is_file()
