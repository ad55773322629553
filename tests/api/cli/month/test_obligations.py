import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from api.data.folder.atomic import LIST
from api.data.folder.load import load
from scheduler.domain.problem import may_hold
from tests.api.commands import MONTH, PETIT, files, framed, rota
from tests.api.folders import problem_of


@pytest.fixture(scope="module")
def plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan of March made by hand: each person holds the first slot that is open to them."""
    problem = problem_of(load(PETIT), date(2026, 3, 1))
    lines, taken = ["creneau;personne"], set()
    for who in problem.mediators:
        free = (s for s in problem.slots if s.id not in taken and may_hold(who, s))
        slot = next(free, None)
        if slot is not None:
            taken.add(slot.id)
            lines.append(f"{slot.id};{who.id}")
    path = tmp_path_factory.mktemp("plan") / "mars.csv"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def obligations(folder: Path, *more: Any) -> Any:
    return rota("obligations", folder, *MONTH, *more)


def test_the_documents_of_a_plan_are_written_with_what_they_stand_for(
    plan: Path, tmp_path: Path
) -> None:
    result = obligations(PETIT, "--planning", plan, "--sortie", tmp_path / "sortie")

    assert result.exit_code == 0, result.stderr
    target = tmp_path / "sortie" / "obligations-2026-03"
    names = files(target)
    assert LIST in names
    assert {"registres-2026-03.xlsx", "cse/consultation-2026-03.pdf", "decompte/tous.pdf"} <= set(
        names
    )
    assert f"{len(names) - 1}\u00a0documents dans" in result.stdout
    assert "aucun relevé des heures faites n’est déclaré" in " ".join(result.stdout.split())


def test_the_answer_in_json_lists_the_documents(plan: Path, tmp_path: Path) -> None:
    result = obligations(PETIT, "--planning", plan, "--sortie", tmp_path, "--json")

    answer = json.loads(result.stdout)
    assert answer["state"] == "ecrit"
    assert answer["files"] == [n for n in files(tmp_path / "obligations-2026-03") if n != LIST]
    assert answer["statement"].startswith("Heures prévues au planning, et non heures faites")
    assert answer["doubts"] >= 0


def test_the_day_from_which_hours_are_recorded_changes_what_is_said(
    folder: Path, plan: Path, tmp_path: Path
) -> None:
    (folder / "employeur.csv").write_text(
        "cle;valeur\nreleve_depuis;01/03/2026\neffectif;12\n", "utf-8"
    )

    result = obligations(folder, "--planning", plan, "--sortie", tmp_path, "--json")

    assert json.loads(result.stdout)["statement"] == (
        "Heures du planning publié. Les heures faites sont relevées depuis le 01/03/2026 : à "
        "rapprocher de ce relevé avant signature."
    )


def test_a_month_that_is_not_published_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    result = obligations(PETIT, "--sortie", tmp_path / "sortie")

    assert result.exit_code == 2
    assert "le mois 2026-03 n’est pas publié" in framed(result)
    assert not (tmp_path / "sortie").exists()


def test_a_place_that_cannot_be_written_is_refused_first(plan: Path, tmp_path: Path) -> None:
    (tmp_path / "sortie").write_text("", "utf-8")

    result = obligations(PETIT, "--planning", plan, "--sortie", tmp_path / "sortie")

    assert result.exit_code == 2
    assert (tmp_path / "sortie").read_text("utf-8") == ""


def test_a_second_run_leaves_the_files_of_others_alone(plan: Path, tmp_path: Path) -> None:
    obligations(PETIT, "--planning", plan, "--sortie", tmp_path)
    target = tmp_path / "obligations-2026-03"
    before = files(target)
    (target / "note.txt").write_text("à moi", "utf-8")

    obligations(PETIT, "--planning", plan, "--sortie", tmp_path)

    assert files(target) == sorted([*before, "note.txt"])
