"""A process that the system stops, or that has no memory, costs its share and no more."""

import multiprocessing
import os
import signal

import pytest

from scheduler.audit import audit
from scheduler.domain.problem import Problem
from scheduler.domain.rota import Rota
from scheduler.engine import Options, Progress, Solution, running, solve
from scheduler.engine.workers.messages import Step, Task
from scheduler.engine.workers.worker import Worker
from scheduler.errors import SolverCrashError
from tests.scheduler.engine.small import person, shift, week
from tests.scheduler.engine.test_solve import PROFILE

PROBLEM = week(
    tuple(person(f"p{n}") for n in range(6)),
    tuple(shift(day, hour, hour + 7, need=3) for day in range(7) for hour in (6, 14)),
)
TWO = week(
    (*(person(f"p{n}") for n in range(6)), person("ana", "e")),
    (*PROBLEM.slots, shift(0, 6, 13, dispositif="e"), shift(1, 6, 13, dispositif="e")),
)


def send(signalled: signal.Signals) -> None:
    for process in multiprocessing.active_children():
        assert process.pid is not None
        os.kill(process.pid, signalled)


def lawful(outcome: object) -> Solution:
    assert isinstance(outcome, Solution)
    assert not [f for f in audit(outcome.rota, PROFILE) if f.blocks]
    return outcome


def stopping(monkeypatch: pytest.MonkeyPatch, *steps: Step, part: int | None = None) -> list[Step]:
    """Stop each process that is reached one of these steps (of a part), before it hears of it."""
    reached: list[Step] = []
    give = Worker.give

    def stop_and_give(worker: Worker, task: Task, problem: Problem) -> None:
        if task.step in steps and part in {None, task.part}:
            reached.append(task.step)
            assert worker.process.pid is not None
            os.kill(worker.process.pid, signal.SIGSTOP)
        give(worker, task, problem)

    monkeypatch.setattr(Worker, "give", stop_and_give)
    return reached


def test_a_solve_whose_processes_are_stopped_ends_with_what_it_knew() -> None:
    shown: list[int] = []

    def stop_all(news: Progress) -> None:
        if news.best is not None:
            shown.append(news.best)
            send(signal.SIGSTOP)

    outcome = lawful(solve(PROBLEM, PROFILE, Options(seconds=1, processes=2), on_progress=stop_all))

    assert shown
    assert outcome.seconds < 60
    assert not multiprocessing.active_children()


@pytest.mark.long
@pytest.mark.parametrize("step", [Step.START, Step.PROVE])
def test_what_stands_comes_back_from_a_solve_whose_processes_are_all_stopped(
    monkeypatch: pytest.MonkeyPatch, step: Step
) -> None:
    best = lawful(solve(PROBLEM, PROFILE, Options(seconds=10))).rota
    some = frozenset(sorted(best.assignments)[:9])
    standing = Rota(problem=PROBLEM, assignments=some)
    reached = stopping(monkeypatch, step, Step.FILL)

    outcome = lawful(solve(PROBLEM, PROFILE, Options(seconds=1), standing=standing))

    assert step in reached
    assert outcome.seconds < 90
    assert some <= outcome.rota.assignments


@pytest.mark.long
def test_a_part_whose_process_is_stopped_at_its_start_costs_the_others_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reached = stopping(monkeypatch, Step.START, part=0)

    outcome = lawful(solve(TWO, PROFILE, Options(seconds=2, processes=2)))

    assert reached
    # One by one, all its posts are given.
    assert outcome.tiers[0].cost == 0
    mine = [a for a in outcome.rota.assignments if a.mediator == "ana"]
    assert len(mine) == 2


@pytest.mark.long
def test_a_rota_is_judged_though_the_process_that_judges_it_is_stopped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Forty seconds otherwise, in which nothing happens.
    monkeypatch.setattr(running, "CLOSED_LATE", 1.0)
    monkeypatch.setattr(running, "AT_LEAST", 4.0)
    reached = stopping(monkeypatch, Step.JUDGE)

    outcome = lawful(solve(PROBLEM, PROFILE, Options(seconds=1, processes=1)))

    assert reached
    assert {f.code for f in outcome.findings} == {f.code for f in audit(outcome.rota, PROFILE)}


def test_a_part_whose_processes_lack_memory_costs_the_others_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    give = Worker.give

    def give_and_starve(worker: Worker, task: Task, problem: Problem) -> None:
        give(worker, task, problem)
        if task.part == 0 and task.step is Step.PROVE:
            worker.process.kill()  # as the system does to one that takes too much

    monkeypatch.setattr(Worker, "give", give_and_starve)

    outcome = lawful(solve(TWO, PROFILE, Options(seconds=10, processes=1)))

    assert set(outcome.unsearched) <= {"d"}
    assert len([a for a in outcome.rota.assignments if a.mediator == "ana"]) == 2


def test_without_any_memory_what_stands_is_not_lost_by_a_rota_of_nothing() -> None:
    best = lawful(solve(PROBLEM, PROFILE, Options(seconds=10))).rota
    shown: list[object] = []

    with pytest.raises(SolverCrashError, match="mémoire insuffisante : 64 Mo accordés"):
        solve(
            PROBLEM,
            PROFILE,
            Options(seconds=5, memory_mb=64),
            standing=best,
            on_best=shown.append,
        )

    assert shown == [best.assignments]
