"""Which step of a part comes next: wishes are granted between its coverage and all else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scheduler.engine.part_state import BURST, SMALL
from scheduler.engine.workers.messages import Step
from tests.scheduler.engine.states import EMPTY, begun, covered, end, tasks


def test_wishes_of_a_covered_part_are_granted_once_before_it_is_searched_further() -> None:
    (part,) = parts = covered(SMALL)[:1]
    part.wishes = 2
    task = begun(parts)
    meanwhile = tasks(parts).search(50.0)
    end(parts, task, gains=0)

    assert (task.step, task.effort, meanwhile) == (Step.GRANT, BURST, None)
    assert begun(parts).step is Step.PROVE


@pytest.mark.parametrize("why", ["no refusal", "no wishes to grant", "not covered"])
def test_wishes_are_not_granted_where_there_is_nothing_to_grant_or_too_early(why: str) -> None:
    (part,) = covered(SMALL)[:1]
    part.wishes = 2
    if why == "no refusal":
        part.incumbent = replace(EMPTY, costs=(2, 3, 0))
    elif why == "no wishes to grant":
        part.wishes = None
    else:
        part.bounds = []

    assert part.next_step() is Step.PROVE
