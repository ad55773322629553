"""What the processes of a calculation find loaded when they start."""

import json
import subprocess
import sys

import pytest

#: Starts a process as calculations do, and says which modules it had before it was given any work.
FORKED = """
import json
import api.web.child_process, constraints.registry, scheduler.engine, api.judging.judging
from scheduler.engine.workers.nursery import begin_nursery
from scheduler.forking import CONTEXT
begin_nursery()
with CONTEXT.Pool(1) as pool:
    print(json.dumps(pool.apply(eval, ("sorted(__import__('sys').modules)",))))
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
