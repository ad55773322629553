from __future__ import annotations

import threading
import time

import pytest

from api.database.single_flight import SingleFlight
from tests.api.month.cases import at_once


def test_eight_threads_that_want_one_value_work_it_out_once() -> None:
    flights, kept, worked_out = SingleFlight(), dict[str, int](), list[int]()

    def value() -> int:
        with flights.turn("key"):
            if "key" not in kept:
                worked_out.append(1)
                time.sleep(0.05)
                kept["key"] = 7
            return kept["key"]

    assert at_once(*[value] * 8) == [7] * 8
    assert (len(worked_out), len(flights)) == (1, 0)


def test_whoever_wants_another_value_does_not_wait() -> None:
    flights, entered = SingleFlight(), threading.Event()

    def other() -> None:
        with flights.turn("other"):
            entered.set()

    with flights.turn("key"):
        thread = threading.Thread(target=other)
        thread.start()
        assert entered.wait(30)
        thread.join()


def test_a_failure_gives_the_turn_back() -> None:
    flights = SingleFlight()

    def fail() -> None:
        with flights.turn("key"):
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with flights.turn("key"):
        assert len(flights) == 1
    assert len(flights) == 0
