import threading
import time

from ortools.sat.python import cp_model

from scheduler.engine.search.solving import Effort, Solving


def hard() -> cp_model.CpModel:
    """Numbers to be chosen so that they sum to half of all and one: minutes of search."""
    cp = cp_model.CpModel()
    weights = [n * n + 1_000_003 for n in range(60)]
    chosen = [cp.new_bool_var("") for _ in weights]
    cp.add(cp_model.LinearExpr.weighted_sum(chosen, weights) == sum(weights) // 2 + 1)
    cp.minimize(sum(n * n % 17 * variable for n, variable in enumerate(chosen)))
    return cp


def easy() -> cp_model.CpModel:
    cp = cp_model.CpModel()
    cp.minimize(cp.new_bool_var(""))
    return cp


def test_searches_that_have_ended_leave_no_thread() -> None:
    before = threading.active_count()
    for _ in range(3):
        answer = Solving(0, 1, threading.Event()).run(easy(), Effort(deterministic=1.0))
        assert answer.proved
    assert threading.active_count() == before


def test_a_stop_ends_a_search_that_runs() -> None:
    stop = threading.Event()
    begun = time.monotonic()  # before the timer's own start: the thread may wait for its turn
    threading.Timer(0.5, stop.set).start()
    answer = Solving(0, 1, stop).run(hard(), Effort(deterministic=1e6, seconds=60))
    assert not answer.proved
    assert 0.5 <= time.monotonic() - begun < 30
