"""Files of audits are kept for an account, for a while, and erased."""

from __future__ import annotations

import fcntl
import tempfile
import time
from typing import TYPE_CHECKING

import pytest

from api.controls.kept import LOCK, PREFIX, Controls, KeptFiles, erase_left_over
from api.judging.foreign.audit import FilesAudit
from api.web.problems import Refusal

if TYPE_CHECKING:
    from pathlib import Path


def keep(controls: Controls, account: str) -> KeptFiles:
    token, folder = controls.folder()
    (folder / "mars.csv").write_text("personne;date", "utf-8")
    files = KeptFiles(token=token, folder=folder, audit=FilesAudit(files=(folder / "mars.csv",)))
    controls.keep(account, files)
    return files


def test_an_account_has_the_files_of_its_last_upload_alone() -> None:
    controls = Controls()
    first, others = keep(controls, "rh"), keep(controls, "autre")

    second = keep(controls, "rh")

    assert controls.of("rh") is second
    assert controls.of("autre") is others
    assert (first.folder.exists(), second.folder.exists()) == (False, True)
    assert first.token != second.token


def test_files_are_erased_when_asked_and_twice_harms_nobody() -> None:
    controls = Controls()
    files = keep(controls, "rh")

    controls.forget("rh")
    controls.forget("rh")

    assert controls.of("rh") is None
    assert not files.folder.exists()


def test_files_that_nobody_uses_are_erased_after_a_while() -> None:
    controls = Controls(seconds=0.2)
    files = keep(controls, "rh")

    until = time.monotonic() + 20
    while files.folder.exists() and time.monotonic() < until:
        time.sleep(0.05)

    assert not files.folder.exists()
    assert controls.of("rh") is None


def test_a_use_keeps_files_for_as_long_again() -> None:
    controls = Controls(seconds=60)
    files = keep(controls, "rh")
    first = controls._timers["rh"]

    assert controls.of("rh") is files

    assert first.finished.is_set()
    assert not controls._timers["rh"].finished.is_set()
    controls.forget("rh")


def test_only_this_user_may_read_the_folder() -> None:
    files = keep(Controls(), "rh")

    assert files.folder.stat().st_mode & 0o077 == 0
    assert files.folder.parent.stat().st_mode & 0o077 == 0


def test_folders_of_a_process_that_was_killed_are_erased_at_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    live = keep(Controls(), "rh").folder.parent
    left, young = tmp_path / f"{PREFIX}tuee", tmp_path / f"{PREFIX}jeune"
    (left / "abc").mkdir(parents=True)
    (left / "abc" / "mars.csv").write_text("personne", "utf-8")
    (left / LOCK).touch()
    young.mkdir()
    (tmp_path / "autre").mkdir()

    assert erase_left_over() == 1

    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        [live.name, young.name, "autre"]
    )


def test_a_folder_whose_lock_is_live_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    folder = tmp_path / f"{PREFIX}vivante"
    folder.mkdir()
    with (folder / LOCK).open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert erase_left_over() == 0
    assert erase_left_over() == 1


def test_one_request_at_a_time_works_on_files() -> None:
    files = keep(Controls(), "rh")

    with files.working(), pytest.raises(Refusal, match="deja_en_cours"), files.working():
        pass
    with files.working():
        pass
