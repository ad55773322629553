"""The first rota of a part needs no search where the empty one, or what stands, is lawful."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from constraints.house.teams.binome_size import RULE as BINOME
from constraints.house.teams.mandatory import Mandatory
from constraints.law.leave.absences import RULE as ABSENCES
from constraints.wishes.coverage import MINIMUM
from scheduler.domain.people import Absence
from scheduler.domain.problem import Assignment, Lock
from scheduler.domain.rota import Rota
from scheduler.domain.time import day_span
from scheduler.engine.search.steps.start import start
from scheduler.finding import Finding
from scheduler.rule import Profile
from tests.scheduler.engine.search.searching import blocking, search_of
from tests.scheduler.engine.small import JUNE, person, shift, week

EVENING, MORNING, LATER = shift(0, 14, 22), shift(1, 6, 12), shift(2, 6, 12)
PROBLEM = week((person("ana"),), (EVENING, MORNING, LATER))
#: Eight hours of rest between the first two.
UNLAWFUL = frozenset(Assignment("ana", slot.id) for slot in (EVENING, MORNING, LATER))


def test_without_anything_that_stands_the_first_rota_is_empty_and_measured() -> None:
    search = search_of(PROBLEM)
    start(search, None)

    assert search.incumbent is not None
    assert search.incumbent.assignments == frozenset()
    assert search.incumbent.costs[0] == 3


def test_what_stands_is_the_first_rota_where_it_is_lawful() -> None:
    standing = UNLAWFUL - {Assignment("ana", MORNING.id)}
    search = search_of(PROBLEM)
    start(search, standing)

    assert search.incumbent is not None
    assert (search.incumbent.assignments, search.incumbent.costs[0]) == (standing, 1)


def test_only_what_is_unlawful_is_taken_out_of_what_stands() -> None:
    search = search_of(PROBLEM)
    start(search, UNLAWFUL)

    assert search.incumbent is not None
    assert blocking(search, search.incumbent.assignments) == []
    # Either of the two that are too near goes, and not both.
    assert len(search.incumbent.assignments) == 2
    assert Assignment("ana", LATER.id) in search.incumbent.assignments


def test_who_stays_alone_once_a_partner_is_away_is_taken_out_and_nobody_else() -> None:
    pairs = tuple(replace(shift(day, 9, 16, need=2), binome=True) for day in (0, 1))
    away = Absence(mediator="bob", span=day_span(JUNE))
    problem = replace(week((person("ana"), person("bob")), pairs), absences=(away,))
    standing = frozenset(Assignment(who, slot.id) for who in ("ana", "bob") for slot in pairs)
    profile = Profile(
        name="essai", person_rules=(ABSENCES,), team_rules=(BINOME,), goals=(MINIMUM,)
    )
    search = search_of(problem, profile)
    start(search, standing)

    assert search.incumbent is not None
    assert search.incumbent.assignments == {a for a in standing if a.slot == pairs[1].id}


def test_a_lock_alone_is_the_first_rota_where_the_empty_one_is_unlawful() -> None:
    lock = Lock(mediator="ana", slot=EVENING.id, by="Nora", why="réunion")
    search = search_of(replace(PROBLEM, locks=(lock,)))
    start(search, None)

    assert search.incumbent is not None
    assert search.incumbent.assignments == {Assignment("ana", EVENING.id)}


def test_a_mandatory_slot_leaves_the_first_rota_to_the_solver() -> None:
    search = search_of(week((person("ana"),), (replace(EVENING, mandatory=True),)))
    start(search, None)

    assert search.incumbent is None


AUDITED: list[int] = []
"""How many assignments each rota had that `Counted` judged."""


@dataclass(frozen=True, kw_only=True)
class Counted(Mandatory):
    """The rule on mandatory slots, which notes what it judges."""

    def audit(self, rota: Rota) -> Iterator[Finding]:
        AUDITED.append(len(rota.assignments))
        return super().audit(rota)


def test_no_rota_is_judged_twice_on_the_way_to_the_first() -> None:
    """An audit of a large part takes seconds, in which nothing is shown."""
    profile = Profile(name="essai", team_rules=(Counted(),), goals=(MINIMUM,))
    search = search_of(week((person("ana"),), (replace(EVENING, mandatory=True),)), profile)
    AUDITED.clear()
    start(search, None)

    assert AUDITED == [0]


def test_what_stands_is_judged_once_where_nothing_of_it_can_be_taken_out() -> None:
    profile = Profile(name="essai", team_rules=(Counted(),), goals=(MINIMUM,))
    slots = (replace(EVENING, mandatory=True), LATER)
    search = search_of(week((person("ana"),), slots), profile)
    AUDITED.clear()
    start(search, frozenset({Assignment("ana", LATER.id)}))

    assert search.incumbent is None
    assert AUDITED == [1, 0]
