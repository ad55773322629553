"""A part is judged as the audit judges it, and nobody twice who holds the same."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from constraints.house.people.one_place import OnePlace
from scheduler.audit import audit
from scheduler.domain.problem import Assignment
from scheduler.domain.rota import Rota
from scheduler.domain.timeline import Timeline
from scheduler.engine.search.judging import Judge
from scheduler.finding import Finding
from tests.scheduler.engine.search.searching import PROFILE
from tests.scheduler.engine.small import person, shift, week

SLOTS = (shift(0, 14, 22), shift(1, 6, 12), shift(1, 10, 14, mandatory=True))
PROBLEM = week((person("ana"), person("bob")), SLOTS)
EVENING, MORNING, NOON = SLOTS
JUDGED: list[str] = []


@dataclass(frozen=True, kw_only=True)
class Noted(OnePlace):
    """The rule on being in one place, which notes whom it judges."""

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        JUDGED.append(timeline.mediator.id)
        return super().audit(timeline)


def test_what_blocks_is_what_the_audit_finds_of_people_and_team_in_its_order() -> None:
    judge = Judge(PROBLEM, PROFILE)
    for chosen in (
        {Assignment("bob", EVENING.id), Assignment("bob", MORNING.id)},
        {Assignment("ana", MORNING.id), Assignment("ana", NOON.id)},
        {Assignment("ana", NOON.id)},
    ):
        rota = Rota(problem=PROBLEM, assignments=frozenset(chosen))
        expected = [f for f in audit(rota, PROFILE) if f.blocks]

        assert judge.blocking(rota.assignments) == expected
    assert expected == []


def test_who_holds_what_they_held_is_not_judged_again_by_either_question() -> None:
    judge = Judge(PROBLEM, replace(PROFILE, person_rules=(Noted(),)))
    JUDGED.clear()

    judge.blocking(frozenset({Assignment("ana", NOON.id)}))
    judge.findings(frozenset({Assignment("ana", NOON.id), Assignment("bob", EVENING.id)}))

    assert JUDGED == ["ana", "bob", "bob"]
