"""The command solves an instance, writes its roster and prints one JSON object, or refuses."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench.instances.reading import parse
from tests.bench.instances.scoring import score
from tests.bench.instances.small import TEXT

ROOT = Path(__file__).parents[3]


def bench(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tests.bench", *words],
        cwd=ROOT,
        env={**os.environ, "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.long
def test_an_instance_is_solved_and_its_roster_scores_what_is_printed(tmp_path: Path) -> None:
    source, out = tmp_path / "petite.txt", tmp_path / "roster.csv"
    source.write_text(TEXT, "utf-8")

    done = bench("--instance", str(source), "--seconds", "20", "--out", str(out), "--json")

    assert (done.returncode, done.stderr) == (0, "")
    result = json.loads(done.stdout)
    with out.open(encoding="utf-8", newline="") as file:
        roster = list(csv.reader(file))
    scored = score(parse(TEXT, "petite.txt"), roster)
    assert (scored.penalty, scored.broken) == (result["penalty"], ())
    assert (result["status"], result["bound"]) == ("optimal", result["penalty"])
    assert result["improvements"][-1]["penalty"] == result["penalty"]
    assert result["peak_memory_mb"] > 0


@pytest.mark.long
def test_a_malformed_instance_is_refused_on_the_error_output_alone(tmp_path: Path) -> None:
    source = tmp_path / "petite.txt"
    source.write_text(TEXT.replace("E,480,", "E,long,"), "utf-8")

    done = bench("--instance", str(source), "--json")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "petite.txt, ligne 8, champ « Length » : « long » lu ; attendu : un nombre entier de 1 à "
        "1380\n"
    )


@pytest.mark.long
def test_an_output_that_could_not_be_written_is_refused_before_any_search(tmp_path: Path) -> None:
    source = tmp_path / "petite.txt"
    source.write_text(TEXT, "utf-8")

    done = bench("--instance", str(source), "--out", str(tmp_path / "absent" / "roster.csv"))

    assert (done.returncode, done.stdout) == (2, "")
    assert "attendu : un fichier d’un dossier qui existe" in done.stderr


@pytest.mark.long
def test_a_person_for_whom_no_roster_exists_is_told_in_words(tmp_path: Path) -> None:
    source = tmp_path / "petite.txt"
    source.write_text(TEXT.replace("B,E=14|L=14,4320,3360", "B,E=5|L=0,4320,3360"), "utf-8")

    done = bench("--instance", str(source), "--json")

    result = json.loads(done.stdout)
    assert (done.returncode, result["status"], result["penalty"]) == (1, "infeasible", None)
    assert len(result["conflict"]) >= 2
    assert all(sentence.startswith("B : ") for sentence in result["conflict"])
