"""A server is started again where the library that starts it gives up."""

from collections.abc import Callable
from subprocess import TimeoutExpired

import pytest

from tests.api import own_server
from tests.api.own_server import TRIES, persist


def starting(tries: int, calls: list[int]) -> Callable[[], None]:
    """Return a start that succeeds at a try, and notes each."""

    def start() -> None:
        calls.append(len(calls) + 1)
        if len(calls) < tries:
            raise TimeoutExpired("pg_ctl", 10)

    return start


@pytest.mark.parametrize("tries", [1, 2, TRIES])
def test_a_server_that_is_late_is_asked_for_again(
    monkeypatch: pytest.MonkeyPatch, tries: int
) -> None:
    monkeypatch.setattr(own_server, "PAUSE", 0.0)
    calls: list[int] = []

    persist(starting(tries, calls))

    assert calls == list(range(1, tries + 1))


def test_a_server_that_never_comes_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_server, "PAUSE", 0.0)

    with pytest.raises(TimeoutExpired):
        persist(starting(TRIES + 1, []))
