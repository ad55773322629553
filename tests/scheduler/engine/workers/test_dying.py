"""A process that dies costs its share of the search, never the answer."""

import multiprocessing
import os
import signal
from dataclasses import replace

import pytest

from constraints.wishes.contract_hours import GOAL as HOURS
from constraints.wishes.coverage import MINIMUM, TARGET
from constraints.wishes.requests import GOAL as REQUESTS
from scheduler.audit import audit
from scheduler.domain.people import Wish
from scheduler.domain.problem import Problem
from scheduler.engine import Options, Progress, Solution, solve
from scheduler.engine.workers.messages import Step, Task
from scheduler.engine.workers.worker import Worker
from scheduler.errors import SolverCrashError
from tests.scheduler.engine.small import person, shift, week
from tests.scheduler.engine.test_solve import PROFILE

PROBLEM = week(
    tuple(person(f"p{n}") for n in range(6)),
    tuple(shift(day, hour, hour + 7, need=3) for day in range(7) for hour in (6, 14)),
)


def kill_all() -> None:
    """Kill the processes that this one has begun."""
    for process in multiprocessing.active_children():
        assert process.pid is not None
        os.kill(process.pid, signal.SIGKILL)


def test_a_rota_comes_though_each_process_was_killed_once() -> None:
    killed: list[str] = []

    def kill_once(news: Progress) -> None:
        if not killed:
            killed.append(news.part)
            kill_all()

    outcome = solve(PROBLEM, PROFILE, Options(seconds=10, processes=2), on_progress=kill_once)

    assert killed
    assert isinstance(outcome, Solution)
    assert not [f for f in audit(outcome.rota, PROFILE) if f.blocks]
    assert all(tier.optimal for tier in outcome.tiers)


def test_processes_that_die_every_time_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    give = Worker.give

    def give_and_kill(worker: Worker, task: Task, problem: Problem) -> None:
        give(worker, task, problem)
        if task.step not in {Step.START, Step.FILL}:
            worker.process.kill()

    monkeypatch.setattr(Worker, "give", give_and_kill)
    with pytest.raises(SolverCrashError, match="code -9"):
        solve(PROBLEM, PROFILE, Options(seconds=30))


def test_a_part_goes_on_without_the_step_that_kills_its_process(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    steps: list[Step] = []
    give = Worker.give

    def give_and_kill(worker: Worker, task: Task, problem: Problem) -> None:
        steps.append(task.step)
        give(worker, task, problem)
        if task.step is Step.GRANT:
            worker.process.kill()

    monkeypatch.setattr(Worker, "give", give_and_kill)
    wishes = tuple(Wish(mediator=who.id, span=PROBLEM.slots[0].span) for who in PROBLEM.mediators)
    profile = replace(PROFILE, goals=(MINIMUM, TARGET, HOURS, REQUESTS))

    outcome = solve(
        replace(PROBLEM, wishes=wishes), profile, Options(seconds=30, workers=1, processes=1)
    )

    assert steps.count(Step.GRANT) == 1
    assert steps.index(Step.GRANT) < len(steps) - 2
    assert isinstance(outcome, Solution)
    assert not [f for f in audit(outcome.rota, profile) if f.blocks]
