"""An explanation whose process is stopped by the system ends, and says so."""

import multiprocessing
import os
import signal

import pytest

from api.jobs.worker import explanation
from scheduler.errors import SolverCrashError
from tests.scheduler.engine.small import person, shift, week
from tests.scheduler.engine.test_solve import PROFILE


def test_an_explanation_whose_process_is_stopped_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(explanation, "SILENT", 1.0)
    # A child that is warm answers so small a question before a usual first look.
    monkeypatch.setattr(explanation, "LOOK", 0.001)

    def stop() -> bool:
        for process in multiprocessing.active_children():
            assert process.pid is not None
            os.kill(process.pid, signal.SIGSTOP)
        return False

    problem = week((person("ana"),), (shift(0, 8, 16),))
    with pytest.raises(SolverCrashError, match="ne répond plus"):
        explanation.explained(problem, PROFILE, seconds=1.0, memory_mb=4096, given_up=stop)

    assert not multiprocessing.active_children()
