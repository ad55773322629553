import threading
import time

import pytest

from api.database.memory import Memory, Same
from tests.api.month.cases import at_once


def test_eight_threads_that_want_one_value_work_it_out_once() -> None:
    memory, worked_out = Memory[int](2), list[int]()

    def make() -> int:
        worked_out.append(1)
        time.sleep(0.05)
        return 7

    assert at_once(*[lambda: memory.get("key", make)] * 8) == [7] * 8
    assert len(worked_out) == 1


def test_whoever_wants_another_value_does_not_wait() -> None:
    memory = Memory[int](2)

    with memory.turn("key"):
        thread = threading.Thread(target=memory.get, args=("other", lambda: 1))
        thread.start()
        thread.join(30)

    assert memory.find("other") == 1


def test_a_failure_gives_the_turn_back_and_is_not_kept() -> None:
    memory = Memory[float](2)

    with pytest.raises(ZeroDivisionError):
        memory.get("key", lambda: 1 / 0)

    assert memory.get("key", lambda: 2.0) == 2.0


def test_the_value_used_longest_ago_makes_room() -> None:
    memory = Memory[str](2)
    for key in ("first", "second"):
        memory.keep(key, key)

    assert memory.find("first") == "first"
    memory.keep("third", "third")

    assert [memory.find(key) for key in ("first", "second", "third")] == ["first", None, "third"]
    memory.clear()
    assert memory.find("first") is None


def test_a_value_as_a_key_is_equal_to_itself_alone() -> None:
    memory, names, equal = Memory[int](2), ["a"], ["a"]
    memory.keep((Same(names), 1), 1)

    assert memory.find((Same(names), 1)) == 1
    assert memory.find((Same(equal), 1)) is None
    assert Same(names) != names
