from dataclasses import replace
from datetime import date

import pytest

from scheduler.domain.problem import Assignment
from scheduler.domain.rota import Rota
from scheduler.domain.timeline import with_duty
from tests.api.export.samples import ANNA, small, span

HELD, SLOT = "q-jour-2026-10-06", "q-jour-2026-10-07"


@pytest.mark.parametrize(
    ("start", "end", "trips"), [("06:30", "09:00", 1), ("12:00", "13:30", 2), ("22:00", "23:00", 1)]
)
def test_a_duty_more_gives_the_timeline_that_would_be_built_anew(
    start: str, end: str, trips: int
) -> None:
    made = small()
    day = date(2026, 10, 6)
    slots = {s.id: s for s in made.problem.slots}
    slots["q-jour-2026-10-06"] = replace(
        slots["q-jour-2026-10-06"], span=span(day, "09:30", "11:30")
    )
    slots["late"] = replace(slots[SLOT], id="late", site="parc-1", span=span(day, "14:00", "21:00"))
    slots["new"] = replace(slots[SLOT], id="new", span=span(day, start, end))
    problem = replace(
        made.problem,
        slots=tuple(slots.values()),
        travel=(("q-1", "q-2", 20), ("q-2", "parc-1", 25), ("q-1", "parc-1", 30)),
    )
    assignments = made.assignments | {Assignment("anna", "late")}
    before = Rota(problem=problem, assignments=assignments).timeline(ANNA)
    anew = Rota(problem=problem, assignments=assignments | {Assignment("anna", "new")}).timeline(
        ANNA
    )

    after = with_duty(before, slots["new"].duty)

    assert after == anew
    assert sum(">new" in d.id or "new>" in d.id for d in after.duties) == trips
