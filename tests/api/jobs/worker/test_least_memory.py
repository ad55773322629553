"""A process of a calculation starts with the least memory that settings allow."""

import subprocess
import sys

import pytest
from pydantic import ValidationError

from api.settings import Settings

LEAST = 768

#: Starts a process as the service does, with all that it loads, and limits its memory.
LIMITED = f"""
import api.web.child_process, constraints.registry, api.judging.judging
from scheduler.engine.workers.nursery import begin_nursery, limit_memory
from scheduler.processes.forking import CONTEXT
begin_nursery()
with CONTEXT.Pool(1) as pool:
    print(pool.apply(limit_memory, ({LEAST},)))
"""


@pytest.mark.long
def test_a_process_with_all_that_is_loaded_has_room_within_the_least_memory() -> None:
    with pytest.raises(ValidationError, match=str(LEAST)):
        Settings(solve_memory_mb=LEAST - 1)
    assert Settings(solve_memory_mb=LEAST).solve_memory_mb == LEAST

    done = subprocess.run(
        [sys.executable, "-c", LIMITED], capture_output=True, text=True, check=False
    )

    assert (done.stdout, done.returncode) == ("None\n", 0), done.stderr
