"""Say the shape of people's weeks in a few words: in a plan, in a comparison, in accounts."""

from __future__ import annotations

from api.french.plural import plural
from constraints.registry import base
from constraints.shape import ShapeGoal
from scheduler.domain.people import Mediator
from scheduler.domain.rhythm import RhythmKind
from scheduler.domain.rota import Rota

_ORDER = tuple(RhythmKind)

SHAPES = tuple(
    sorted(
        (goal for goal in base().goals if isinstance(goal, ShapeGoal)),
        key=lambda goal: _ORDER.index(goal.kind),
    )
)


def rhythm_words(rota: Rota, mediator: Mediator) -> str:
    """
    Write which shapes a person's weeks have: `4 jours isolés, 2 retours rapides`.

    Those that cost nothing are left out, as RH decided (`rythme.csv`).
    """
    counts = (
        (goal, goal.count(rota, mediator))
        for goal in SHAPES
        if goal.price_for(rota.problem, mediator)
    )
    return ", ".join(plural(count, goal.noun, goal.nouns) for goal, count in counts if count)


def by_rhythm(rota: Rota) -> list[tuple[Mediator, str]]:
    """Return the people whose weeks have such shapes, with the words, the worst off first."""
    words = [(m, rhythm_words(rota, m)) for m in rota.problem.mediators]
    return sorted(
        ((m, text) for m, text in words if text),
        key=lambda line: (-sum(goal.paid(rota, line[0]) for goal in SHAPES), line[0].name),
    )
