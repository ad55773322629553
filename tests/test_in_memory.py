"""Temporary files of tests are in memory where there is room, and where `TMPDIR` says otherwise."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

from tests.in_memory import use_memory


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    # Set first: what wasn't there and is deleted isn't put back as it was.
    monkeypatch.setenv("TMPDIR", "")
    monkeypatch.delenv("TMPDIR")
    monkeypatch.setattr(tempfile, "tempdir", None)


def free(folder: Path) -> int:
    return shutil.disk_usage(folder).free


def test_files_are_made_where_there_is_room(tmp_path: Path) -> None:
    use_memory(tmp_path, room=free(tmp_path) // 2)

    assert os.environ["TMPDIR"] == str(tmp_path)
    with tempfile.TemporaryDirectory() as made:
        assert Path(made).parent == tmp_path


@pytest.mark.parametrize("missing", [True, False])
def test_nothing_changes_without_the_folder_or_with_too_little_room(
    tmp_path: Path, *, missing: bool
) -> None:
    use_memory(tmp_path / "missing" if missing else tmp_path, room=0 if missing else 1 << 62)

    assert "TMPDIR" not in os.environ
    assert tempfile.tempdir is None


def test_whoever_names_a_folder_gets_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path / "mine"))

    use_memory(tmp_path, room=0)

    assert os.environ["TMPDIR"] == str(tmp_path / "mine")
    assert tempfile.tempdir is None
