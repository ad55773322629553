"""What the processes of a calculation find loaded when they start."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

#: Starts a process as calculations do, and says which modules it had before it was given any work.
FORKED = """
import json
import api.web.child_process, constraints.registry, scheduler.engine, api.judging.judging
from scheduler.engine.workers.nursery import begin_nursery
from scheduler.processes.forking import CONTEXT
begin_nursery()
with CONTEXT.Pool(1) as pool:
    print(json.dumps(pool.apply(eval, ("sorted(__import__('sys').modules)",))))
"""

#: Ends while a thread waits for a process, which is forked once a slow module is loaded.
ENDING = """
import sys, threading, time
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from scheduler.engine.workers.nursery import await_nursery
from scheduler.processes.forking import preload
preload("slow")
threading.Thread(target=await_nursery, daemon=True).start()
while not Path(sys.argv[1], "begun").exists():
    time.sleep(0.01)
time.sleep(0.5)
"""

SLOW = """
import pathlib, time
here = pathlib.Path(__file__).parent
(here / "begun").touch()
time.sleep(20)
(here / "loaded").touch()
"""


@pytest.mark.long
def test_a_process_has_the_solver_every_rule_and_what_judges_whoever_was_imported_last() -> None:
    done = subprocess.run(
        [sys.executable, "-c", FORKED], capture_output=True, text=True, check=True
    )
    loaded = set(json.loads(done.stdout))

    assert {"scheduler.engine.workers.process", "api.judging.judging", "api.controls.report"} <= (
        loaded
    )
    assert {"constraints.law.rests.daily_rest_11h", "constraints.wishes.fairness"} <= loaded


def test_a_program_that_ends_does_not_wait_for_what_its_children_would_have_loaded(
    tmp_path: Path,
) -> None:
    (tmp_path / "slow.py").write_text(SLOW, "utf-8")

    subprocess.run([sys.executable, "-c", ENDING, str(tmp_path)], check=True)

    assert (tmp_path / "begun").exists()
    assert not (tmp_path / "loaded").exists()
