"""`rota generate` leaves what it wrote, and what is published, unless it finds something better."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from api.cli.folder import frame_of, place_of
from api.cli.month.outcome import written_before
from api.cli.screen import BLOCKED, OK
from scheduler.engine.outcome import TierResult, TierStatus
from tests.api.cli.month.ends import shown, solution
from tests.api.commands import MONTH, PETIT, files, rota
from tests.api.data.folder.folders import small

NAME = "2026-03/planning-2026-03.csv"
HEAD = "creneau;personne\n"


@pytest.fixture(scope="module")
def best(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Plan the small association's month to its proved best: its folder, and the documents."""
    home = tmp_path_factory.mktemp("inchange")
    answer, code = generated(small(home), home / "sortie", "--secondes", "60")
    assert (answer["state"], code) == ("trouve", 0)
    return home / "petit", home / "sortie"


def generated(folder: Path, output: Path, *more: str) -> tuple[dict[str, Any], int]:
    result = rota("generate", folder, *MONTH, *more, "--sortie", output, "--json")
    return json.loads(result.stdout), result.exit_code


def holders(answer: dict[str, Any]) -> set[tuple[str, str]]:
    return {(a["person"], a["slot"]) for a in answer["assignments"]}


@pytest.mark.long
def test_where_it_is_proved_that_nothing_is_better_the_documents_stay(
    best: tuple[Path, Path],
) -> None:
    folder, output = best
    before = {path: (output / path).stat().st_mtime_ns for path in files(output)}

    result = rota("generate", folder, *MONTH, "--secondes", "60", "--sortie", output)

    assert result.exit_code == 0
    assert "Rien n’est changé : il est prouvé qu’aucun planning n’est meilleur (68" in result.stderr
    assert "Légal. 68\u00a0postes pourvus sur 70" in result.stdout
    assert "Documents" not in result.stdout
    assert {path: (output / path).stat().st_mtime_ns for path in files(output)} == before


@pytest.mark.long
def test_a_worse_month_that_was_written_is_written_over(
    best: tuple[Path, Path], tmp_path: Path
) -> None:
    path = tmp_path / NAME
    path.parent.mkdir()
    path.write_text(f"{HEAD}P-J-2026-03-02;ada\nP-J-2026-03-99;zoé\n", "utf-8")

    answer, code = generated(best[0], tmp_path, "--secondes", "60")

    assert (answer["state"], code, len(holders(answer))) == ("trouve", 0, 68)
    assert answer["output"] == str(tmp_path / "2026-03")


def test_what_can_not_be_read_is_nothing_to_leave_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / NAME
    path.parent.mkdir()
    path.write_bytes(b"\xff\xfe\x00nimporte;quoi")

    assert written_before(tmp_path, frame_of(place_of(PETIT), date(2026, 3, 1))) is None


@pytest.mark.long
def test_what_is_proved_the_best_is_published_from_what_stands(best: tuple[Path, Path]) -> None:
    folder, output = best

    answer, code = generated(folder, output, "--secondes", "60", "--publier")

    assert (answer["state"], code, len(holders(answer))) == ("inchange", 0, 68)
    assert answer["publication"] == str(folder / "historique" / "2026-03.csv")


def late(folder: Path, output: Path, *, publish_it: bool = False, covered: bool = False) -> int:
    """
    End a search of two seconds that had no time to find anything better; return the exit code.

    `covered`: it proved that no more posts can be held.
    """
    place = place_of(folder)
    frame = frame_of(place, date(2026, 3, 1))
    tier = TierResult(
        tier=1, name="Effectifs", cost=3, bound=0, status=TierStatus.NOT_SEARCHED, seconds=0.0
    )
    comfort = replace(tier, tier=4, name="Confort")
    filled = replace(tier, bound=3, status=TierStatus.OPTIMAL) if covered else tier
    outcome = solution(
        frame,
        written_before(output, frame) or frozenset(),
        tiers=(filled, comfort),
        seconds=2.0,
        first_after=0.0,
        unchanged=True,
    )
    return shown(place, frame, outcome, output, seconds=2, publish_it=publish_it)


@pytest.mark.parametrize("publish_it", [False, True])
def test_a_month_without_the_time_for_anything_better_stays_as_it_was_written(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], publish_it: bool
) -> None:
    path = tmp_path / "sortie" / NAME
    path.parent.mkdir(parents=True)
    path.write_text(f"{HEAD}P-J-2026-03-02;ada\nP-J-2026-03-02;brice\n", "utf-8")
    before = files(tmp_path)

    code = late(folder, tmp_path / "sortie", publish_it=publish_it)

    said = capsys.readouterr()
    assert code == BLOCKED
    assert files(tmp_path) == before
    assert (
        "Temps insuffisant : rien n’est changé (2\u00a0postes pourvus sur 70, et rien de mieux en "
        "2 s). Essayez --secondes 10."
    ) in said.err
    published = "Non publié : le temps a manqué pour savoir si plus de postes pourraient l’être."
    assert (published in said.err, f"rota publish {folder}" in said.err) == (publish_it,) * 2


@pytest.mark.parametrize("publish_it", [False, True])
def test_a_month_that_no_rota_covers_better_is_published_as_it_was_written(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], publish_it: bool
) -> None:
    path = tmp_path / "sortie" / NAME
    path.parent.mkdir(parents=True)
    path.write_text(f"{HEAD}P-J-2026-03-02;ada\nP-J-2026-03-02;brice\n", "utf-8")

    code = late(folder, tmp_path / "sortie", publish_it=publish_it, covered=True)

    said = capsys.readouterr()
    assert (code, (folder / "historique" / "2026-03.csv").exists()) == (OK, publish_it)
    assert (
        "Rien n’est changé : il est prouvé qu’aucun planning ne pourvoit mieux les postes "
        "(2 postes pourvus sur 70), et rien de mieux pour le reste n’a été trouvé en 2 s. "
        "Essayez --secondes 10."
    ) in said.err
    assert "Non publié" not in said.err


def test_an_empty_month_is_neither_written_nor_called_lawful(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = late(PETIT, tmp_path / "sortie")

    said = capsys.readouterr()
    assert code == BLOCKED
    assert not (tmp_path / "sortie").exists()
    assert "Aucun poste pourvu sur 70" in said.out
    assert "Légal" not in said.out
    assert "rien n’est changé (aucun poste pourvu sur 70" in said.err


@pytest.mark.long
def test_documents_are_written_again_where_the_hours_of_a_shift_have_changed(
    folder: Path, tmp_path: Path
) -> None:
    output = tmp_path / "sortie"
    generated(folder, output, "--secondes", "60")
    templates = folder / "gabarits.csv"
    evening = ";17:00;21:00;"
    typed = templates.read_text("utf-8")
    templates.write_text(typed.replace(evening, ";17:30;21:00;"), "utf-8")

    answer, code = generated(folder, output, "--secondes", "60")

    assert (answer["state"], code) == ("inchange", 0)
    evenings = [
        row for row in (output / NAME).read_text("utf-8").splitlines() if ";P-S-2026-" in row
    ]
    assert {row.split(";")[2] for row in evenings} == {"17:30"}
