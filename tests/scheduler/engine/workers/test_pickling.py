"""A problem may work something out while a process is being given it."""

import pickle

import pytest

from scheduler.engine.workers.worker import AGAIN, pickled


class Changing:
    """Something of which so many first readings fail, as of a dictionary that grows meanwhile."""

    def __init__(self, times: int) -> None:
        self.times = times

    def __reduce__(self) -> tuple[type[str], tuple[str]]:
        if self.times:
            self.times -= 1
            message = "dictionary changed size during iteration"
            raise RuntimeError(message)
        return str, ("lu",)


@pytest.mark.parametrize("times", [0, 1, AGAIN])
def test_what_changes_while_it_is_written_is_written_again(times: int) -> None:
    assert pickle.loads(pickled(Changing(times))) == "lu"  # noqa: S301 - written here


def test_what_never_stays_as_it_is_is_an_error() -> None:
    with pytest.raises(RuntimeError, match="changed size"):
        pickled(Changing(AGAIN + 1))
