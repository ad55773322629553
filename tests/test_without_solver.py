"""The audit judges as well where neither the solver nor the model can be imported."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOLVING = (
    "ortools",
    "scheduler.model",
    "scheduler.engine",
    "scheduler.explain",
    "scheduler.concessions",
)

# A hook, rather than `None` in sys.modules: submodules are refused too, whoever asks.
HOOK = f"""
import sys

SOLVING = {SOLVING!r}

class Refused:
    def find_spec(self, name, path=None, target=None):
        if any(name == one or name.startswith(one + ".") for one in SOLVING):
            raise ImportError("refused: " + name)

sys.meta_path.insert(0, Refused())
"""

# The answer of fixtures/petit's README, then the same with people where they must not be.
JUDGED = """
import json
import sys
from datetime import date
from pathlib import Path

from api.data.folder.load import load
from api.planning.problem import assemble
from constraints.registry import base
from scheduler.audit import audit
from scheduler.domain.problem import Assignment
from scheduler.domain.rota import Rota

problem = assemble(load(Path("fixtures/petit")), date(2026, 3, 2), date(2026, 3, 8))
crowd = frozenset(Assignment(m.id, s.id) for m in problem.mediators for s in problem.slots)
found = audit(Rota(problem=problem, assignments=crowd), base())
print(json.dumps([
    sorted(name for name in sys.modules if name.split(".")[0] == "ortools"),
    [[f.rule, f.code, f.message, f.verdict, f.inherited, *f.evidence] for f in found],
]))
"""


def run(code: str) -> str:
    """Run code in a process of its own; return what it prints."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.long
def test_a_real_rota_is_judged_the_same_without_solver_and_model() -> None:
    loaded, without = json.loads(run(HOOK + JUDGED))
    _, findings = json.loads(run("import ortools, scheduler.model, scheduler.engine\n" + JUDGED))

    assert loaded == []
    assert without == findings
    assert len({rule for rule, *_ in findings}) > 5


def test_the_process_without_them_really_has_none_of_them() -> None:
    tried = [
        *SOLVING,
        "ortools.sat.python.cp_model",
        "scheduler.model.person",
        "scheduler.engine.solve",
    ]
    code = f"""
for name in {tried!r}:
    try:
        __import__(name)
    except ImportError as refused:
        print(str(refused).removeprefix("refused: ") in name)
"""

    assert run(HOOK + code).split() == ["True"] * len(tried)


def test_every_module_of_rules_loads_without_them() -> None:
    code = """
import pkgutil
import constraints
for one in pkgutil.walk_packages(constraints.__path__, "constraints."):
    __import__(one.name)
print("chargé")
"""

    assert run(HOOK + code) == "chargé\n"


def test_whoever_starts_a_solve_does_not_load_the_solver() -> None:
    loaded = "import sys; import scheduler.engine.replan; print('ortools' in sys.modules)"

    assert run(loaded) == "False\n"
