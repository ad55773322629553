"""How long a part is searched once the changes of a rota that is planned again are proved."""

from dataclasses import replace

from scheduler.engine import Options
from scheduler.engine.parts.state import PartState
from scheduler.engine.parts.tasks import Tasks
from scheduler.engine.parts.turns import STANDING
from scheduler.engine.search.incumbent import Bound, Incumbent
from scheduler.engine.workers.messages import Step
from tests.scheduler.engine.states import states

REPLANNED = Incumbent(assignments=frozenset(), costs=(0, 2, 9))


def replanned(changes: int) -> PartState:
    """Return a part that is planned again with so many changes, which are proved."""
    [state, _] = states(STANDING)
    state.begun = state.covered = True
    state.take(replace(REPLANNED, costs=(0, changes, 9)))
    state.bounds.append(Bound(place=1, value=changes, caps=(0,), confirmed=True))
    return state


def test_below_proved_changes_a_part_is_searched_as_long_as_it_may_be() -> None:
    state = replanned(changes=2)
    planned = Tasks([state], Options(seconds=60, below=1.5), tiers=3, changes=2)

    assert planned.search(50.0) is not None
    state.used += 1.4
    assert planned.search(50.0) is not None
    state.used += 0.1
    task = planned.search(50.0)
    assert task is not None
    assert task.step is Step.JUDGE
    state.bounds.clear()
    task = planned.search(50.0)
    assert task is not None
    assert task.step is not Step.JUDGE


def test_a_part_that_is_left_as_it_stands_is_searched_no_further() -> None:
    state = replanned(changes=0)
    planned = Tasks([state], Options(seconds=60, below=1.5), tiers=3, changes=2)

    task = planned.search(50.0)

    assert task is not None
    assert task.step is Step.JUDGE
