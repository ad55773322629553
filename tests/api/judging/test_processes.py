import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from api.judging.judging import cores, run_in_processes
from scheduler.errors import SolverCrashError

SHARES = 40
ROOT = Path(__file__).parents[3]


def double(factor: int, share: list[int]) -> list[int]:
    return [factor * number for number in share]


def refuse(_: int, share: list[int]) -> list[int]:
    raise ValueError(str(share[0]))


def die(_: int, share: list[int]) -> list[int]:
    if share[0] == 3:
        os._exit(1)
    return share


def shares() -> list[list[int]]:
    return [[n, n + 100] for n in range(SHARES)]


@pytest.mark.long
@pytest.mark.parametrize("processes", [1, 2, 3])
def test_results_come_in_the_order_of_the_shares(processes: int) -> None:
    expected = [3 * n for share in shares() for n in share]

    assert list(run_in_processes(double, 3, shares(), processes=processes)) == expected


@pytest.mark.parametrize("processes", [1, 2])
def test_no_share_is_no_result(processes: int) -> None:
    assert list(run_in_processes(double, 3, [], processes=processes)) == []


def test_what_goes_wrong_in_a_process_is_told() -> None:
    with pytest.raises(ValueError, match="0"):
        list(run_in_processes(refuse, 0, shares(), processes=2))


def test_a_process_that_dies_is_told_in_french() -> None:
    with pytest.raises(SolverCrashError, match="faute de mémoire le plus souvent"):
        list(run_in_processes(die, 0, shares(), processes=2))


def test_shares_are_asked_for_as_they_are_needed() -> None:
    requests: list[int] = []

    def counted() -> Iterator[list[int]]:
        for n, share in enumerate(shares()):
            requests.append(n)
            yield share

    results = run_in_processes(double, 1, counted(), processes=2)
    next(results)

    assert len(requests) < SHARES
    results.close()


def tell_and_wait(folder: str, share: list[int]) -> list[int]:
    (Path(folder) / f"{os.getpid()}").touch()
    time.sleep(0.05)
    return share


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):  # it ends while it is read
        return False
    return state != "Z"


def within(seconds: float, true: Callable[[], bool]) -> bool:
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.05)
    return true()


@pytest.mark.long
def test_no_process_outlives_a_program_that_is_killed(tmp_path: Path) -> None:
    program = (
        "from api.judging.judging import run_in_processes\n"
        "from tests.api.judging.test_processes import tell_and_wait\n"
        "shares = ([n] for n in range(10**6))\n"
        f"for _ in run_in_processes(tell_and_wait, {str(tmp_path)!r}, shares, processes=2): pass\n"
    )

    with subprocess.Popen([sys.executable, "-c", program], cwd=ROOT) as run:
        assert within(60, lambda: len(list(tmp_path.iterdir())) == 2)
        run.kill()

    workers = [int(file.name) for file in tmp_path.iterdir()]
    assert within(10, lambda: not any(map(alive, workers)))


def test_a_machine_has_a_core_at_least() -> None:
    assert cores() >= 1
