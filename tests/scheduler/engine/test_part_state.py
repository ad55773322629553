"""Which step of a part comes next: wishes or a draft between its coverage and all else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scheduler.domain.problem import Assignment
from scheduler.engine.part_state import BURST, DRAFTED_PROOF, FIRST_PROOF
from scheduler.engine.search.drafts import DRAFT, DRAFTING, LARGEST, SMALLEST
from scheduler.engine.turns import SMALL, next_step, turn
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

    assert next_step(part) is Step.PROVE


@pytest.mark.parametrize(("by_method", "step"), [(8.0, Step.METHOD), (8.1, Step.PROVE)])
def test_a_small_part_is_searched_by_a_callers_method_for_most_of_its_time(
    by_method: float, step: Step
) -> None:
    (part,) = covered(SMALL)[:1]
    part.method, part.used, part.by_method = True, 10.0, by_method

    assert next_step(part) is step


@pytest.mark.parametrize(
    ("weight", "drafts"),
    [(SMALLEST, False), (SMALLEST + 1, True), (LARGEST, True), (LARGEST + 1, False)],
)
def test_a_large_part_is_drafted_once_it_is_covered_and_a_huge_one_is_not(
    weight: int, drafts: bool
) -> None:
    (part,) = covered(weight)[:1]

    assert (next_step(part) is Step.DRAFT) is drafts


def test_a_part_is_drafted_once_then_proved_for_longer_and_improved_meanwhile() -> None:
    (part,) = parts = covered(SMALLEST + 1)[:1]
    part.wishes = 2
    task = begun(parts)
    meanwhile = next_step(part)
    end(parts, task, gains=0)

    assert (task.step, task.effort) == (Step.DRAFT, DRAFT)
    assert meanwhile is Step.IMPROVE
    assert DRAFTED_PROOF > FIRST_PROOF
    # The draft has weighed wishes too.
    part.proving = 0.0
    assert (next_step(part), part.effort) == (Step.PROVE, DRAFTED_PROOF)


@pytest.mark.parametrize("why", ["no time", "it kills its process", "it stands"])
def test_wishes_of_a_large_part_that_is_not_drafted_are_granted(why: str) -> None:
    (part,) = covered(SMALLEST + 1)[:1]
    part.wishes = 2
    if why == "it kills its process":
        part.without.add(Step.DRAFT)
    elif why == "it stands":
        part.standing = frozenset({Assignment("ana", "s")})

    assert next_step(part, drafts=why != "no time") is Step.GRANT


def test_a_part_that_another_machine_has_searched_is_neither_drafted_nor_granted_wishes() -> None:
    (part,) = covered(SMALLEST + 1)[:1]
    part.wishes = 2
    part.learn_elsewhere((), {})

    assert next_step(part) in {Step.PROVE, Step.IMPROVE}


def test_others_come_first_while_a_part_is_drafted() -> None:
    (part,) = parts = covered(SMALLEST + 1)[:1]
    part.proving = part.used = 10.0
    before = turn(part, Step.IMPROVE)
    begun(parts)

    assert turn(part, Step.IMPROVE) == pytest.approx(before * (10.0 + DRAFTING) / 10.0)


@pytest.mark.parametrize("why", ["it stands", "its minimum is not proved", "all is proved"])
def test_a_part_is_not_drafted_where_that_is_no_use(why: str) -> None:
    (part,) = covered(SMALLEST + 1)[:1]
    if why == "it stands":
        part.standing = frozenset({Assignment("ana", "s")})
    elif why == "all is proved":
        part.incumbent = replace(EMPTY, costs=(2, 3, 0))
    else:
        part.bounds = part.bounds[1:]

    assert next_step(part) is not Step.DRAFT


def test_a_part_is_drafted_whose_minimum_is_proved_and_whose_target_is_not() -> None:
    (part,) = covered(SMALLEST + 1)[:1]
    part.bounds = part.bounds[:1]

    assert next_step(part) is Step.DRAFT
