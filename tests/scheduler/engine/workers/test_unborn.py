"""Processes that can't start say so, and are not started for ever."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[4]

OWN = """
from dataclasses import dataclass
from constraints.wishes.coverage import Coverage
from scheduler import Options, Profile, solve
from tests.scheduler.engine.small import person, shift, week

@dataclass(frozen=True, kw_only=True)
class Mine(Coverage):
    pass

def plan():
    goal = Mine(id="mine", title="Mine", tier=1, bound="minimum")
    parts = ("d", "e", "f")
    people = tuple(person(f"of-{part}", part) for part in parts)
    slots = tuple(shift(0, 6, 13, dispositif=part) for part in parts)
    planned = solve(week(people, slots), Profile(name="p", goals=(goal,)), Options(seconds=3))
    print(len(planned.rota.assignments))
"""
"""A program with a goal of its own, and a problem of three parts."""

UNGUARDED = f"print('run')\n{OWN}\nplan()\n"
GUARDED = f"{OWN}\nif __name__ == '__main__':\n    plan()\n"


def run(*arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        input=typed,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=120,
    )


def test_processes_read_what_a_script_with_a_guard_defines(tmp_path: Path) -> None:
    (tmp_path / "own.py").write_text(GUARDED, "utf-8")

    done = run(str(tmp_path / "own.py"))

    assert (done.stdout, done.returncode) == ("3\n", 0), done.stderr


def test_a_script_without_a_guard_is_run_again_by_three_processes_at_most(tmp_path: Path) -> None:
    (tmp_path / "own.py").write_text(UNGUARDED, "utf-8")

    done = run(str(tmp_path / "own.py"))

    assert done.returncode == 1
    assert done.stdout.count("run\n") <= 4
    assert re.search(
        r"SolverCrashError: les processus de calcul ne peuvent pas démarrer : leur erreur est dite "
        r"plus haut \(code 1\)$",
        done.stderr.strip(),
    )


def test_what_standard_input_defines_is_refused_before_any_process_starts() -> None:
    for done in (run("-", typed=UNGUARDED), run("-c", UNGUARDED)):
        assert done.returncode == 1
        assert done.stdout == "run\n"
        assert "SolverCrashError: une règle ou un souhait est défini dans le programme lancé" in (
            done.stderr
        )
        assert done.stderr.count("Traceback") <= 2
