from __future__ import annotations

from dataclasses import replace

from scheduler.engine.parts import parts_of
from tests.scheduler.engine.small import person, shift, week


def test_parts_of_one_dispositif_have_names_of_their_own() -> None:
    ada, brice = (
        replace(person("ada"), sites=frozenset({"east"})),
        replace(person("brice"), sites=frozenset({"west"})),
    )
    slots = (shift(0, 9, 12, site="east"), shift(1, 9, 12, site="west"))
    assert [part.name for part in parts_of(week((ada, brice), slots))] == ["d", "d (2)"]


def test_nothing_is_lost_between_parts_of_one_dispositif() -> None:
    ada, brice = (
        replace(person("ada"), sites=frozenset({"east"})),
        replace(person("brice"), sites=frozenset({"west"})),
    )
    problem = week((ada, brice), (shift(0, 9, 12, site="east"), shift(1, 9, 12, site="west")))
    parts = parts_of(problem)
    assert {m.id for part in parts for m in part.problem.mediators} == {"ada", "brice"}
    assert sum(len(part.problem.slots) for part in parts) == len(problem.slots)
