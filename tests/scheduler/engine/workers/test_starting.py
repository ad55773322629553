"""What processes take to begin is no time of the search."""

import time
from dataclasses import dataclass, fields
from typing import Any

import pytest

from scheduler.engine import Options, Progress, Solution, solve
from tests.scheduler.engine.small import person, shift, week
from tests.scheduler.engine.test_solve import PROFILE

PROBLEM = week(
    tuple(person(f"p{n}") for n in range(3)),
    tuple(shift(day, hour, hour + 7) for day in range(4) for hour in (6, 14)),
)
SLOWLY = 3.0


@dataclass(frozen=True, kw_only=True)
class Slow(Options):
    """Options that a process takes seconds to receive, as one that loads the solver cold."""

    def __reduce__(self) -> Any:
        return _slowly, ({f.name: getattr(self, f.name) for f in fields(Options)},)


def _slowly(options: dict[str, Any]) -> Options:
    time.sleep(SLOWLY)
    return Options(**options)


@pytest.mark.long
@pytest.mark.parametrize("processes", [1, 2])
def test_a_first_calculation_of_one_second_is_searched_though_its_process_begins_late(
    processes: int,
) -> None:
    news: list[Progress] = []

    outcome = solve(
        PROBLEM, PROFILE, Slow(seconds=1.0, processes=processes), on_progress=news.append
    )

    assert isinstance(outcome, Solution)
    assert outcome.tiers[0].cost == 0
    assert outcome.unsearched == {}
    assert outcome.covered_after is not None
    assert SLOWLY <= outcome.starting <= outcome.seconds
    assert news[-1].starting == outcome.starting


def test_where_processes_are_ready_at_once_little_of_the_time_is_their_start() -> None:
    outcome = solve(PROBLEM, PROFILE, Options(seconds=5.0))

    assert isinstance(outcome, Solution)
    assert 0.0 <= outcome.starting < outcome.seconds
