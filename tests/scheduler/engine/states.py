"""Parts while they are searched, whose steps end as a test says."""

from scheduler.engine import Options
from scheduler.engine.parts.splitting import parts_of
from scheduler.engine.parts.state import PartState
from scheduler.engine.parts.tasks import Tasks
from scheduler.engine.search.found import Found
from scheduler.engine.search.incumbent import Bound, Incumbent
from scheduler.engine.tried import Tried
from scheduler.engine.workers.messages import Task
from tests.scheduler.engine.small import person, shift, week

PROBLEM = week(
    (person("ana", "d"), person("bob", "e")),
    (shift(0, 8, 16), shift(0, 8, 16, dispositif="e"), shift(1, 8, 16, dispositif="e")),
)
EMPTY = Incumbent(assignments=frozenset(), costs=(2, 3, 9))


def states(weight: int) -> list[PartState]:
    return [
        PartState(index=n, part=part, weight=weight // (n + 1), standing=None)
        for n, part in enumerate(parts_of(PROBLEM))
    ]


def tasks(parts: list[PartState]) -> Tasks:
    return Tasks(parts, Options(seconds=60), tiers=3)


def begun(parts: list[PartState]) -> Task:
    """Return the next task, under way from now on."""
    task = tasks(parts).search(50.0)
    assert task is not None
    parts[task.part].running.append(task)
    return task


def end(parts: list[PartState], task: Task, *bounds: Bound, gains: int = 1) -> None:
    """End a task, which left these bounds after one second."""
    parts[task.part].running.remove(task)
    tried = {"essai": Tried(tries=1, gains=gains, seconds=1.0)}
    parts[task.part].learn(task, Found(incumbent=EMPTY, bounds=bounds, tried=tried), 1.0)


def covered(weight: int) -> list[PartState]:
    """Return parts whose coverage is proved."""
    parts = states(weight)
    for _ in range(2 * len(parts)):
        end(
            parts,
            begun(parts),
            Bound(place=0, value=2, caps=(), confirmed=True),
            Bound(place=1, value=3, caps=(2,), confirmed=True),
        )
    return parts
