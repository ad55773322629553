"""A problem supposed otherwise is the same as one made anew."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from scheduler.domain.employment.grounds import Ground, GroundKind
from scheduler.domain.people import Absence, AbsenceKind
from scheduler.domain.problem import Problem, Worked
from scheduler.domain.supposition import BY_PERSON, DERIVED, supposing
from tests.scheduler.engine.small import person, shift, week

SLOTS = tuple(shift(day, 9, 13) for day in range(3))
PEOPLE = (person("ana"), person("bob"))
AWAY = tuple(Absence(mediator=p.id, span=SLOTS[2].span, kind=AbsenceKind.LEAVE) for p in PEOPLE)
PAST = tuple(Worked(mediator="ana", duty=slot.duty) for slot in SLOTS[:2])

CHANGES: dict[str, tuple[dict[str, Any], set[str]]] = {
    "grounds": ({"grounds": (Ground(kind=GroundKind.SUNDAY, since=date(2026, 1, 1)),)}, set()),
    "slots": ({"slots": SLOTS[1:]}, {"longest", "settled", "settled_by"}),
    "absences": ({"absences": AWAY[1:]}, {"absences_of", "presence"}),
    "history": ({"history": PAST[1:]}, {"fixed", "fixed_of", "longest", "settled", "settled_by"}),
    "posts": (
        {"mediators": tuple(replace(p, dispositifs=frozenset({"ailleurs"})) for p in PEOPLE)},
        set(),
    ),
    "people": ({"mediators": (*PEOPLE, person("cleo"))}, {"absences_of", "fixed_of"}),
}


def tables(problem: Problem) -> dict[str, Any]:
    return {name: getattr(problem, name) for name in (*DERIVED, *BY_PERSON)}


@pytest.mark.parametrize(("changes", "again"), CHANGES.values(), ids=CHANGES)
def test_tables_are_those_of_a_problem_made_anew(changes: dict[str, Any], again: set[str]) -> None:
    problem = replace(week(PEOPLE, SLOTS), absences=AWAY, history=PAST)
    known = tables(problem)

    supposed = supposing(problem, **changes)

    anew = replace(problem, **changes)
    assert supposed == anew
    kept = {name for name, table in known.items() if vars(supposed).get(name) is table}
    assert kept == known.keys() - again
    assert {n: t for n, t in tables(supposed).items() if n != "presence"} == {
        n: t for n, t in tables(anew).items() if n != "presence"
    }
