import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from api.data.folder.atomic import ASIDE, LIST, file_beside, whole_folder


def names(folder: Path) -> list[str]:
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())


def fill(target: Path, **files: str) -> None:
    with whole_folder(target) as aside:
        for name, text in files.items():
            path = aside / name.replace("__", "/")
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)


def test_a_folder_appears_at_once(tmp_path: Path) -> None:
    with whole_folder(tmp_path / "mois") as aside:
        (aside / "a").write_text("1")
        assert not (tmp_path / "mois").exists()

    assert names(tmp_path) == ["mois/.roulement.json", "mois/a"]


def test_an_error_on_the_way_changes_nothing(tmp_path: Path) -> None:
    target = tmp_path / "mois"
    fill(target, a="1")

    def fails() -> None:
        with whole_folder(target) as aside:
            (aside / "a").write_text("2")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()

    assert (target / "a").read_text() == "1"
    assert [p.name for p in tmp_path.iterdir()] == ["mois"]


def test_a_second_run_replaces_its_own_files_and_leaves_those_of_others(tmp_path: Path) -> None:
    target = tmp_path / "mois"
    fill(target, a="1", fiches__b="1")
    (target / "notes.txt").write_text("à moi")

    fill(target, a="2", fiches__c="2")

    assert names(target) == [LIST, "a", "fiches/c", "notes.txt"]
    assert (target / "a").read_text() == "2"


def test_a_list_that_leads_elsewhere_removes_nothing(tmp_path: Path) -> None:
    target = tmp_path / "mois"
    fill(target, a="1")
    (tmp_path / "dehors").write_text("à moi")
    (target / LIST).write_text('["../dehors", 3, "a"]')

    fill(target, b="1")

    assert names(tmp_path) == ["dehors", f"mois/{LIST}", "mois/b"]


SLOW = """
import sys, time
from pathlib import Path
from api.data.folder.atomic import whole_folder
with whole_folder(Path(sys.argv[1])) as aside:
    for n in range(1000):
        (aside / f"{n}").write_text("x" * 1000)
        print(n, flush=True)
        time.sleep(0.01)
"""


def test_a_killed_run_leaves_nothing_and_the_next_one_sweeps(tmp_path: Path) -> None:
    target = tmp_path / "mois"
    fill(target, a="1")
    with subprocess.Popen(
        [sys.executable, "-c", SLOW, str(target)], stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        for line in child.stdout:
            if line.strip() == "5":
                break
        os.kill(child.pid, signal.SIGKILL)
        child.wait()

    assert names(target) == [LIST, "a"]
    left = [p for p in tmp_path.iterdir() if p.name.startswith(ASIDE)]
    assert len(left) == 1

    fill(target, a="2")

    assert [p.name for p in tmp_path.iterdir()] == ["mois"]


def test_a_file_that_is_refused_its_place_brings_all_the_others_back(tmp_path: Path) -> None:
    target = tmp_path / "mois"
    fill(target, a="1", ancien="1")
    (target / "m" / "à moi").mkdir(parents=True)  # a folder stands where a file would go

    with pytest.raises(OSError, match="m"):
        fill(target, a="2", b="2", m="2", z="2")

    assert names(target) == [LIST, "a", "ancien"]
    assert (target / "a").read_text() == "1"
    assert [p.name for p in tmp_path.iterdir()] == ["mois"]


def test_a_file_keeps_its_content_until_the_new_one_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "equite.csv"
    path.write_bytes(b"avant")
    with file_beside(path, b"apres") as put:
        assert path.read_bytes() == b"avant"
        put()
    assert path.read_bytes() == b"apres"
    with file_beside(path, b"jamais"):
        pass

    assert names(tmp_path) == ["equite.csv"]
    assert path.read_bytes() == b"apres"
