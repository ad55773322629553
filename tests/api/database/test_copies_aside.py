from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from api.database.safeguard import ASIDE, written_aside

if TYPE_CHECKING:
    from pathlib import Path

STUCK = """
import sys
from pathlib import Path
from api.database.safeguard import written_aside

with written_aside(Path(sys.argv[1])) as made:
    made.write_text("toute une base")
    print("écrit", flush=True)
    input()
"""


def test_a_file_takes_its_place_whole_and_its_owner_alone_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "gardées" / "sauvegarde"

    with written_aside(path) as made:
        made.write_text("entière")
        assert not path.exists()

    assert list(path.parent.iterdir()) == [path]
    assert (path.read_text(), path.stat().st_mode & 0o777) == ("entière", 0o600)


def test_what_fails_leaves_the_file_that_was_there_and_nothing_beside(tmp_path: Path) -> None:
    path = tmp_path / "sauvegarde"
    path.write_text("d’hier")

    def fail() -> None:
        with written_aside(path) as made:
            made.write_text("la moitié")
            raise OSError("disque plein")

    with pytest.raises(OSError, match="disque plein"):
        fail()

    assert list(tmp_path.iterdir()) == [path]
    assert path.read_text() == "d’hier"


@pytest.mark.long
def test_what_a_killed_one_left_goes_with_the_next_and_what_is_being_made_stays(
    tmp_path: Path,
) -> None:
    words = [sys.executable, "-c", STUCK, str(tmp_path / "tuée")]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.readline()
        with written_aside(tmp_path / "une"):
            assert len(list(tmp_path.glob(f"{ASIDE}*"))) == 2
        child.kill()
    (left,) = tmp_path.glob(f"{ASIDE}*")

    with written_aside(tmp_path / "autre"), written_aside(tmp_path / "encore"):
        assert not left.exists()
        assert len(list(tmp_path.glob(f"{ASIDE}*"))) == 2

    assert sorted(file.name for file in tmp_path.iterdir()) == ["autre", "encore", "une"]
