import subprocess
import sys

import pytest

from api.cli.month.solving import Planned
from scheduler.engine import Progress

LINE = "Interrompu : rien n’a été écrit.\n"
#: Ctrl+C comes exactly when a module is looked for: no clock decides what is tried.
TRAP = """
import os, signal, sys

class Trap:
    def find_spec(self, name, path=None, target=None):
        if name == awaited:
            os.kill(os.getpid(), signal.SIGINT)

awaited = sys.argv.pop(1)
sys.meta_path.insert(0, Trap())
from api.cli import main
main()
"""
DEAF = ["env", "--default-signal=INT", sys.executable, "-c"]  # a script's background is born deaf


@pytest.mark.long
@pytest.mark.parametrize(
    "module",
    [
        "typer",
        "rich",
        "pydantic",
        "api.data.folder.load",
        "api.cli.month.planning",
        "scheduler.engine.solve",
    ],
)
def test_ctrl_c_while_libraries_load_is_one_line(module: str) -> None:
    result = subprocess.run(
        [*DEAF, TRAP, module, "generate", "nulle-part", "--mois", "2026-03"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (result.returncode, result.stdout, result.stderr) == (3, "", LINE)


def test_the_entry_loads_nothing_before_ctrl_c_has_its_answer() -> None:
    code = "import sys; there = set(sys.modules); import api.cli; print(*set(sys.modules) - there)"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert set(result.stdout.split()) <= {
        "__future__",
        "api",
        "api.cli",
        "api.cli.interrupts",
        "gc",
    }


GROUP = """
import os, signal, threading
from scheduler.engine import Options, solve
from tests.scheduler.engine.small import person, shift, week
from tests.scheduler.engine.test_solve import PROFILE

stop = threading.Event()
signal.signal(signal.SIGINT, lambda *_: stop.set())

def ctrl_c(news):
    if not stop.is_set():
        os.killpg(0, signal.SIGINT)  # as a terminal does: to all that runs there

people = tuple(person(f"m{n}") for n in range(12))
hours = (5, 9, 13, 16)
slots = tuple(shift(day, h, (h + 7) % 24, need=3) for day in range(7) for h in hours)
print(type(solve(week(people, slots), PROFILE, Options(seconds=60), on_progress=ctrl_c, stop=stop)))
"""


@pytest.mark.long
def test_ctrl_c_at_a_terminal_leaves_the_solving_processes_to_give_back_their_best() -> None:
    result = subprocess.run(
        [*DEAF, GROUP], capture_output=True, text=True, check=False, start_new_session=True
    )

    assert result.stderr == ""
    assert result.stdout == "<class 'scheduler.engine.outcome.Solution'>\n"


def news(part: str, *, best: int | None, tier: str = "Effectifs") -> Progress:
    return Progress(part=part, tier=tier, best=best, bound=0, elapsed=1, parts_done=0, parts=2)


def test_a_stop_promises_a_rota_only_once_every_part_has_one() -> None:
    planned = Planned(complete=False)
    planned.note(news("a", best=None))
    before = planned.begun
    planned.note(news("a", best=3))
    half = planned.stop_words
    planned.note(news("b", best=None, tier=""))  # it has ended

    assert (before, planned.begun) == (False, True)
    assert half.startswith("Arrêt demandé : 1\u00a0partie sur 2 ont leur planning ; un premier est")
    assert planned.stop_words.startswith("Arrêt demandé : le meilleur planning est gardé")


def test_a_replan_keeps_what_stands_from_its_first_instant() -> None:
    planned = Planned(complete=True)

    assert planned.begun
    assert planned.stop_words.startswith("Arrêt demandé : le meilleur planning est gardé")
