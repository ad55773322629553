"""A month whose writing is stopped half-way: nothing of it is half there."""

import resource
from datetime import date
from pathlib import Path

import pytest

from api.cli.folder import frame_of, place_of
from api.cli.screen import BLOCKED
from scheduler.engine.outcome import Unsearched
from tests.api.cli.month.ends import killed_at_its_first_document, shown, solution
from tests.api.commands import MONTH, PETIT, command, files, framed, rota


@pytest.mark.long
def test_a_killed_run_leaves_no_half_written_file(tmp_path: Path) -> None:
    output = tmp_path / "sortie"
    words = ("generate", PETIT, *MONTH, "--secondes", "5", "--sortie", output)
    killed_at_its_first_document(output, *words)

    assert not (output / "2026-03").exists()


PUBLISH = ("--secondes", "30", "--publier", "--sortie")


@pytest.mark.long
def test_what_the_time_left_empty_is_written_and_not_published(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = place_of(folder)
    frame = frame_of(place, date(2026, 3, 1))
    outcome = solution(frame, frozenset(), unsearched={"P": Unsearched.EMPTY})

    code = shown(place, frame, outcome, tmp_path / "sortie")

    assert code == BLOCKED
    assert "Rien n’est publié : le temps a manqué" in capsys.readouterr().err
    assert not (place.path / "historique").exists()
    assert (tmp_path / "sortie" / "2026-03").is_dir()


@pytest.mark.long
def test_a_disk_that_is_full_leaves_neither_publication_nor_documents(
    folder: Path, tmp_path: Path
) -> None:
    before = files(tmp_path)
    limit = 20_000  # bytes a file: less than the workbook

    result = command(
        "generate",
        folder,
        *MONTH,
        *PUBLISH,
        tmp_path / "sortie",
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )

    assert result.returncode == 2
    assert "fichier plus grand que ce que ce disque" in framed(result)
    assert files(tmp_path) == before


@pytest.mark.long
def test_a_publication_that_is_refused_leaves_no_document(folder: Path, tmp_path: Path) -> None:
    (folder / "historique").mkdir()
    (folder / "historique" / "calendrier").write_text("à moi")
    before = files(tmp_path)

    result = rota("generate", folder, *MONTH, *PUBLISH, tmp_path / "sortie")

    assert result.exit_code == 2
    assert "un fichier de ce nom existe déjà" in framed(result)
    assert files(tmp_path) == before


@pytest.mark.long
def test_documents_that_are_refused_their_place_after_publishing_are_said_so(
    folder: Path, tmp_path: Path
) -> None:
    theirs = tmp_path / "sortie" / "2026-03" / "planning-2026-03.xlsx" / "à moi"
    theirs.mkdir(parents=True)

    result = rota("generate", folder, *MONTH, *PUBLISH, tmp_path / "sortie")

    assert result.exit_code == 3
    assert f"Publié dans {folder}/historique/2026-03.csv, mais les documents" in framed(result)
    assert "rota export" in framed(result)
    assert files(tmp_path / "sortie") == []
