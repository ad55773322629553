"""The profile of a search: what each kind of step came to."""

from __future__ import annotations

import pytest

from scheduler.engine import Options, Profiled, Solution, solve
from tests.bench.columns.method import by_columns
from tests.bench.instances.problem import PROFILE as PUBLIC
from tests.bench.instances.problem import problem_of
from tests.bench.instances.small import drawn_instance
from tests.bench.profile import say_work, work_of
from tests.scheduler.engine.small import person, shift, week
from tests.scheduler.engine.test_solve import PROFILE


def test_it_adds_up_the_steps_of_all_parts() -> None:
    problem = week((person("ana"),), (shift(0, 14, 22), shift(1, 6, 12)))

    outcome = solve(problem, PROFILE, Options(seconds=5))

    assert isinstance(outcome, Solution)
    both = [work for part in outcome.parts for work in part.work]
    kinds = [work.kind for work in work_of(outcome)]
    assert {"confirmation", "contrôle", "preuve"} <= set(kinds)
    assert sum(work.tries for work in work_of(outcome)) == sum(work.tries for work in both)


@pytest.mark.long
def test_lists_tell_their_pricing_and_their_masters_apart() -> None:
    outcome = solve(problem_of(drawn_instance(3)), PUBLIC, Options(effort=0.3, method=by_columns))

    assert isinstance(outcome, Solution)
    work = {work.kind: work for work in work_of(outcome)}
    assert {"listes", "listes : tarification", "listes : maître relâché"} <= work.keys()
    parts = work["listes : tarification"].seconds + work["listes : maître relâché"].seconds
    assert 0.0 < parts <= work["listes"].seconds


def test_it_is_printed_a_line_each() -> None:
    lines = list[str]()

    say_work([Profiled(kind="listes", tries=12, gains=3, seconds=1.25)], lines.append)

    assert [line.split() for line in lines[1:]] == [["listes", "12", "3", "1.2", "s"]]
