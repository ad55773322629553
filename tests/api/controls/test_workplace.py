"""Readers of uploaded files work in a folder that is erased, even after a crash."""

import fcntl
import io
import tempfile
from pathlib import Path

import pytest
from fastapi import UploadFile

from api.controls.workplace import LOCK, PREFIX, erase_left_over, saved, workplace


def test_only_this_user_may_read_the_folder_and_it_is_erased() -> None:
    with workplace() as folder:
        (folder / "mars.csv").write_text("personne;date", "utf-8")
        assert folder.stat().st_mode & 0o077 == 0

    assert not folder.exists()


def test_the_folder_is_erased_when_the_work_fails() -> None:
    with pytest.raises(ZeroDivisionError), workplace() as folder:
        raise ZeroDivisionError

    assert not folder.exists()


def test_folders_of_a_process_that_was_killed_are_erased_at_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    left, young = tmp_path / f"{PREFIX}tuee", tmp_path / f"{PREFIX}jeune"
    (left / "abc").mkdir(parents=True)
    (left / "abc" / "mars.csv").write_text("personne", "utf-8")
    (left / LOCK).touch()
    young.mkdir()
    (tmp_path / "autre").mkdir()

    with workplace() as live:
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


def test_a_long_name_is_cut_to_what_a_disk_takes_and_keeps_its_end(tmp_path: Path) -> None:
    names = ("漢" * 100 + ".csv", "é" * 200 + ".xlsx", "mars.csv")
    files = [UploadFile(io.BytesIO(b"x"), filename=name) for name in (*names, names[0])]

    paths = saved(files, tmp_path / "fichiers")

    assert [path.read_bytes() for path in paths] == [b"x"] * 4
    assert [path.suffix for path in paths] == [".csv", ".xlsx", ".csv", ".csv"]
    assert paths[2].name == "mars.csv"
    assert paths[3].stem == f"{paths[0].stem} (2)"
