"""What an idle process is given: first rotas, then coverage, then the part whose turn it is."""

from dataclasses import replace

import pytest

from scheduler.domain.problem import Assignment
from scheduler.engine import Options
from scheduler.engine.parts.state import COVERAGE_EFFORT, PartState
from scheduler.engine.parts.tasks import CLOSING, LEAST_EFFORT, Tasks
from scheduler.engine.parts.turns import CUT, LAST, SMALL, STANDING, turn
from scheduler.engine.search.concluding import Concluded
from scheduler.engine.search.found import Found
from scheduler.engine.search.incumbent import Bound, Incumbent
from scheduler.engine.workers.messages import Step
from tests.scheduler.engine.states import EMPTY, begun, covered, end, states, tasks


def test_a_rota_that_another_machine_beat_while_it_was_judged_leaves_its_findings() -> None:
    (part, _) = parts = states(10)
    part.take(EMPTY)
    task = tasks(parts).judge()
    assert task is not None
    better = replace(EMPTY, costs=(1, 3, 9))
    part.take(better)
    part.conclude(task, Concluded(EMPTY, {"bob": []}), 0.1)

    again = tasks(parts).judge()

    assert part.findings is None
    assert again is not None
    assert (again.part, again.incumbent) == (0, better)
    part.conclude(again, Concluded(better, {"bob": []}), 0.1)
    assert part.findings == {"bob": []}
    assert tasks(parts).judge() is None


def test_every_part_gets_a_rota_then_its_coverage_largest_first() -> None:
    parts = states(10)
    steps = []
    for _ in range(4):
        task = begun(parts)
        steps.append((task.part, task.step, task.places))
        end(parts, task)

    assert steps == [
        (0, Step.START, ()),
        (1, Step.START, ()),
        (0, Step.PROVE, (0, 1)),
        (1, Step.PROVE, (0, 1)),
    ]


def test_where_only_coverage_is_to_be_searched_parts_are_then_judged() -> None:
    parts = covered(100 * SMALL)
    only = Tasks(parts, Options(seconds=60, only_coverage=True), tiers=3)
    steps = []
    while (task := only.search(50.0)) is not None:
        steps.append((task.part, task.step))
        parts[task.part].conclude(task, Concluded(EMPTY, {}), 0.1)

    assert steps == [(0, Step.JUDGE), (1, Step.JUDGE)]


def test_a_small_part_is_proved_from_its_first_open_tier_before_it_is_improved() -> None:
    parts = covered(SMALL)

    assert [(t.step, t.places) for t in (begun(parts),)] == [(Step.PROVE, (2,))]


@pytest.mark.parametrize(
    ("weight", "stands", "step"),
    [
        (STANDING, True, Step.PROVE),
        (STANDING + 1, True, Step.IMPROVE),
        (SMALL, False, Step.PROVE),
        (SMALL + 1, False, Step.IMPROVE),
    ],
)
def test_of_a_rota_that_stands_a_larger_part_is_proved_first(
    weight: int, stands: bool, step: Step
) -> None:
    parts = covered(weight)[:1]
    parts[0].standing = frozenset({Assignment("ana", "s")}) if stands else None
    parts[0].proving = parts[0].used

    assert begun(parts).step is step


def test_coverage_that_costs_nothing_is_proved_without_a_bound() -> None:
    whole = Incumbent(assignments=frozenset(), costs=(0, 0, 9))
    for incumbent, proofs in ((whole, {}), (EMPTY, {0: 1})):
        (part,) = parts = states(SMALL)[:1]
        end(parts, begun(parts))
        task = begun(parts)
        part.running.remove(task)
        part.learn(task, Found(incumbent=incumbent), 1.0)
        assert part.proofs == proofs


@pytest.mark.parametrize(
    ("seconds", "each"), [(50.0, COVERAGE_EFFORT), (8.0, 2.0), (0.1, LEAST_EFFORT)]
)
def test_parts_that_wait_for_their_coverage_share_the_time_that_is_left(
    seconds: float, each: float
) -> None:
    parts = states(10 * SMALL)
    end(parts, begun(parts))
    end(parts, begun(parts))
    parts[1].weight = parts[0].weight
    of = Tasks(parts, Options(seconds=60, processes=1), tiers=3)
    # Two parts of a size, two tiers each: a quarter of the time for each tier.
    task = of.search(seconds)

    assert task is not None
    assert task.step is Step.PROVE
    assert task.each == pytest.approx(each)


def test_coverage_that_had_less_than_it_may_take_is_searched_no_longer_the_next_time() -> None:
    (part,) = states(SMALL)[:1]
    part.incumbent = EMPTY
    for each in (COVERAGE_EFFORT / 2, COVERAGE_EFFORT):
        task = replace(begun(states(SMALL)), part=0, step=Step.PROVE, places=(0, 1), each=each)
        part.learn(task, Found(incumbent=EMPTY), 1.0)

    assert part.proofs == {0: 1}


def test_a_large_part_is_improved_by_one_process_while_another_proves() -> None:
    parts = covered(100 * SMALL)[:1]
    parts[0].proving = 0.0
    first, second = begun(parts), begun(parts)

    assert (first.step, second.step) == (Step.PROVE, Step.IMPROVE)


def test_a_part_too_large_is_covered_dispositif_by_dispositif_while_others_fill_it() -> None:
    parts = states(CUT + 1)[:1]
    start = begun(parts)
    parts[0].take(EMPTY)
    end(parts, start)
    first, second = begun(parts), begun(parts)
    end(parts, second)
    third = begun(parts)
    end(parts, first)

    assert (first.step, first.places, second.step) == (Step.CUT, (0, 1), Step.FILL)
    assert (third.step, begun(parts).step) == (Step.IMPROVE, Step.IMPROVE)


@pytest.mark.parametrize(("weight", "stands"), [(CUT, False), (CUT + 1, True)])
def test_a_part_not_too_large_or_that_has_a_rota_is_covered_as_a_whole(
    weight: int, stands: bool
) -> None:
    parts = states(weight)[:1]
    parts[0].standing = EMPTY.assignments | {Assignment("ana", "s")} if stands else None
    end(parts, begun(parts))

    assert begun(parts).step is Step.PROVE


def test_a_part_that_a_method_cannot_search_after_all_is_covered_by_a_proof() -> None:
    parts = states(10 * SMALL)[:1]
    parts[0].method = True
    end(parts, begun(parts))
    method = begun(parts)
    parts[0].running.remove(method)
    parts[0].learn(method, Found(incumbent=EMPTY), 0.1)
    after = begun(parts)

    assert [(t.step, t.places) for t in (method, after)] == [
        (Step.METHOD, ()),
        (Step.PROVE, (0, 1)),
    ]


def test_a_part_that_a_method_searches_needs_no_proof_of_its_coverage() -> None:
    parts = states(100 * SMALL)[:1]
    parts[0].method = True
    end(parts, begun(parts))
    end(parts, begun(parts))

    assert begun(parts).step is Step.METHOD
    assert parts[0].covered


def test_one_process_bounds_the_whole_by_a_method_while_others_improve() -> None:
    parts = states(100 * SMALL)[:1]
    parts[0].method = True
    end(parts, begun(parts))
    first, second = begun(parts), begun(parts)
    end(parts, second)
    third = begun(parts)
    end(parts, first, Bound(place=0, value=1, caps=(), confirmed=True))
    fourth = begun(parts)

    assert [task.step for task in (first, second, third, fourth)] == [Step.METHOD] * 4
    assert [task.whole for task in (first, second, third, fourth)] == [True, False, False, False]


def test_the_whole_is_bounded_anew_where_a_process_ended_without_a_bound() -> None:
    parts = states(100 * SMALL)[:1]
    parts[0].method = True
    end(parts, begun(parts))
    end(parts, begun(parts))

    assert begun(parts).whole


def test_a_proof_that_was_too_short_is_longer_the_next_time() -> None:
    parts = covered(SMALL)[:1]
    first = begun(parts)
    end(parts, first, Bound(place=2, value=1, caps=(2, 3), confirmed=True))
    parts[0].patience, parts[0].proving = 0.1, 0.0
    second = begun(parts)

    assert second.each == 2 * first.each


def test_the_part_that_has_used_least_of_what_it_deserves_comes_next() -> None:
    parts = covered(100 * SMALL)
    parts[0].used, parts[1].used = 30.0, 2.0

    assert begun(parts).part == 1


@pytest.mark.parametrize(("place", "next_part"), [(LAST - 1, 0), (LAST, 1)])
def test_a_part_where_only_the_last_tiers_are_open_waits_for_others(
    place: int, next_part: int
) -> None:
    parts = covered(100 * SMALL)
    for part, costs in zip(parts, ([0] * (LAST + 1), [0] * (LAST + 1)), strict=True):
        costs[place if part is parts[0] else 0] = 9
        part.incumbent, part.bounds = replace(EMPTY, costs=tuple(costs)), []
    parts[0].used, parts[1].used = 2.0, 2.0

    assert begun(parts).part == next_part


def test_a_bound_that_comes_again_is_kept_once() -> None:
    parts = covered(100 * SMALL)[:1]
    known = list(parts[0].bounds)
    end(parts, begun(parts), *known, Bound(place=2, value=1, caps=(2, 3), confirmed=True))

    assert parts[0].bounds == [*known, Bound(place=2, value=1, caps=(2, 3), confirmed=True)]


def test_a_part_that_gains_nothing_waits_longer() -> None:
    parts = covered(100 * SMALL)[:1]
    parts[0].proving = 100.0
    before = turn(parts[0], Step.IMPROVE)
    end(parts, begun(parts), gains=0)

    assert turn(parts[0], Step.IMPROVE) > 2 * before


def test_coverage_that_costs_nothing_leaves_the_first_proof_short() -> None:
    parts = states(SMALL)[:1]
    end(parts, begun(parts))
    parts[0].incumbent = replace(EMPTY, costs=(0, 0, 9))
    task = begun(parts)
    parts[0].running.remove(task)
    parts[0].learn(task, Found(incumbent=parts[0].incumbent), 0.1)

    assert (task.places, begun(parts).each) == ((0, 1), 1.0)


def test_a_proof_counts_before_it_begins_and_doesn_t_wait_for_what_gains_nothing() -> None:
    parts = covered(100 * SMALL)[:1]
    parts[0].used, parts[0].proofs[2] = 10.0, 3
    improving = turn(parts[0], Step.IMPROVE)

    assert turn(parts[0], Step.PROVE) == pytest.approx(1.8 * improving)
    parts[0].patience = 0.05
    assert turn(parts[0], Step.PROVE) == pytest.approx(1.8 * improving)
    assert turn(parts[0], Step.IMPROVE) == pytest.approx(20 * improving)


@pytest.mark.parametrize(("patience", "step"), [(0.2, Step.IMPROVE), (0.19, Step.PROVE)])
def test_a_small_part_whose_neighbourhoods_gain_no_more_is_proved(
    patience: float, step: Step
) -> None:
    parts = covered(SMALL)
    for part in parts:
        part.used, part.proving, part.proofs[2], part.patience = 10.0, 4.0, 2, patience

    assert begun(parts).step is step


@pytest.mark.parametrize(("slowness", "step"), [(1.0, Step.CUT), (10.0, None)])
def test_a_model_is_not_built_that_is_ready_only_after_the_time(
    slowness: float, step: Step | None
) -> None:
    parts = states(100_000)[:1]
    start = begun(parts)
    end(parts, start)
    of = tasks(parts)
    of.slowness = slowness

    task = of.search(50.0)

    assert (task.step if task else None) is step
    # Once there is one, or if there is no rota yet, it goes on.
    parts[0].made.add(Step.CUT)
    assert of.search(50.0) is not None
    parts[0].made.clear()
    parts[0].incumbent = None
    assert of.search(50.0) is not None


@pytest.mark.parametrize(("processor", "slowness"), [(0.05, 1.0), (0.06, 1.3)])
def test_a_brief_step_does_not_say_how_slow_the_machine_is(
    processor: float, slowness: float
) -> None:
    of = tasks(states(10))
    of.note(processor, 2 * processor)

    assert of.slowness == pytest.approx(slowness)


def proved() -> list[PartState]:
    """Return parts of which all is proved, judged or not."""
    parts = covered(SMALL)
    for part in parts:
        part.bounds.append(Bound(place=2, value=9, caps=(2, 3), confirmed=True))
    return parts


def test_a_part_of_which_all_is_proved_is_judged_while_others_are_searched() -> None:
    parts = covered(100 * SMALL)
    parts[1].bounds.append(Bound(place=2, value=9, caps=(2, 3), confirmed=True))
    task = begun(parts)

    assert (task.part, task.step) == (1, Step.JUDGE)
    assert begun(parts).part == 0


def test_nothing_is_left_to_do_once_all_is_proved_and_judged() -> None:
    parts = proved()
    for part in parts:
        part.findings = {}

    assert tasks(parts).search(50.0) is None


def test_a_better_rota_of_a_part_is_judged_again() -> None:
    parts = proved()
    parts[0].findings = {}
    parts[0].take(replace(EMPTY, costs=(2, 3, 8)))

    assert parts[0].findings is None


def test_some_of_the_time_is_kept_for_judging_what_is_not_judged() -> None:
    parts = states(10)
    parts[0].judging, parts[1].judging = 4.0, 3.0

    assert tasks(parts).left == 60 - 4.0 - CLOSING
    parts[1].judging = 6.0
    assert tasks(parts).left == 60 - 6.0 - CLOSING
    parts[1].findings = {}
    assert tasks(parts).left == 60 - 4.0 - CLOSING


def test_more_time_is_kept_on_a_machine_that_others_use() -> None:
    parts = states(10)
    parts[0].judging = 2.0
    chosen = tasks(parts)
    for _ in range(50):
        chosen.note(processor=1.0, seconds=4.0)

    assert round(chosen.left, 3) == 60 - 4 * (2.0 + CLOSING)
    chosen.note(processor=2.0, seconds=1.0)
    assert 60 - 4 * (2.0 + CLOSING) < chosen.left < 60 - 2.0


def test_the_time_kept_is_never_most_of_it() -> None:
    parts = states(10)
    parts[0].judging = 1000.0

    assert tasks(parts).left == 42.0
