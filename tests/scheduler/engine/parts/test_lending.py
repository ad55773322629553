"""Parts of a solve lent to other machines: what they find counts, and none of them is needed."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from scheduler.domain.problem import Assignment, Lock, Problem
from scheduler.domain.rota import Rota
from scheduler.engine import Options, OutOfTime, Solution, parts_of, solve
from scheduler.engine.parts.lending import LoanNews, PartEnd, borrowed, ends_of
from scheduler.engine.search.incumbent import Bound
from tests.scheduler.engine.search.searching import PROFILE
from tests.scheduler.engine.small import person, shift, week

PROBLEM = week(
    tuple(person(f"{d}{n}", d) for d in "def" for n in range(2)),
    tuple(
        shift(day, hour, hour + 7, dispositif=d, site=f"{d}{day % 2}")
        for d in "def"
        for day in range(3)
        for hour in (6, 14)
    ),
)
OPTIONS = Options(seconds=30, processes=1)


class Machine:
    """A machine that takes some parts at once, solves them when it is first asked, and may die."""

    def __init__(self, problem: Problem, takes: Sequence[str], *, dies: bool = False) -> None:
        self.problem, self.takes, self.dies = problem, tuple(takes), dies
        self.offered: Mapping[str, float] = {}
        self.recalls = 0
        self.words: list[LoanNews] = []

    def offer(self, shares: Mapping[str, float]) -> None:
        self.offered = shares
        self.words.append(LoanNews(parts=self.takes, lent=True))

    def news(self) -> Sequence[LoanNews]:
        words, self.words = self.words, []
        if words and not self.dies:
            self.words.append(self._end())
        elif words:
            self.words.append(LoanNews(parts=self.takes, lent=False))
        return words

    def recall(self) -> None:
        self.recalls += 1

    def _end(self) -> LoanNews:
        mine = solve(borrowed(self.problem, self.takes), PROFILE, OPTIONS)
        assert isinstance(mine, Solution)
        return LoanNews(
            parts=self.takes,
            lent=False,
            assignments=mine.rota.assignments,
            ends=ends_of(self.problem, mine),
        )


class SilentMachine(Machine):
    """A machine that takes parts and never says anything again."""

    def news(self) -> Sequence[LoanNews]:
        words, self.words = self.words, []
        return words


class HalfwayMachine(SilentMachine):
    """A machine that has a rota of the first of its parts, and falls silent."""

    def offer(self, shares: Mapping[str, float]) -> None:
        super().offer(shares)
        mine = solve(borrowed(self.problem, self.takes[:1]), PROFILE, OPTIONS)
        assert isinstance(mine, Solution)
        best = mine.rota.assignments
        self.words.append(LoanNews(parts=self.takes, lent=True, assignments=best))


def costs(solution: Solution) -> list[tuple[int, int, bool]]:
    return [(tier.cost, tier.bound, tier.optimal) for tier in solution.tiers]


def test_a_borrower_has_the_problem_of_its_parts_alone() -> None:
    small = borrowed(PROBLEM, ["d", "f"])

    assert [part.name for part in parts_of(small)] == ["d", "f"]
    assert {part.name: part.problem for part in parts_of(small)} == {
        part.name: part.problem for part in parts_of(PROBLEM) if part.name != "e"
    }
    with pytest.raises(KeyError, match="'g'"):
        borrowed(PROBLEM, ["g"])


def test_ends_are_told_by_the_names_that_parts_have_in_the_whole() -> None:
    # Two parts of one dispositif: alone, the second one is the first of its name.
    apart = week(
        (person("ana"), person("bob")), (shift(0, 8, 16), shift(1, 8, 16), shift(1, 17, 22))
    )
    whole = replace(
        apart,
        slots=tuple(
            replace(slot, dispositif="e" if slot.id == apart.slots[2].id else "d")
            for slot in apart.slots
        ),
        mediators=(person("ana", "d"), person("bob", "e")),
    )
    names = [part.name for part in parts_of(whole) if part.problem.slots]
    for name in names:
        mine = solve(borrowed(whole, [name]), PROFILE, OPTIONS)
        assert isinstance(mine, Solution)
        assert list(ends_of(whole, mine)) == [name]


def test_an_end_tells_each_bound_with_the_costs_above_it() -> None:
    mine = solve(borrowed(PROBLEM, ["e"]), PROFILE, OPTIONS)

    assert isinstance(mine, Solution)
    (first, second, third) = (tier.cost for tier in mine.tiers)
    bounds = ends_of(PROBLEM, mine)["e"].bounds
    assert set(bounds) == {
        bound
        for bound in (
            Bound(place=0, value=first, caps=(), confirmed=True),
            Bound(place=1, value=second, caps=(first,), confirmed=True),
            Bound(place=2, value=third, caps=(first, second), confirmed=True),
        )
        if bound.value
    }


@pytest.mark.long
def test_what_another_machine_found_and_proved_is_joined_and_audited() -> None:
    alone, machine = solve(PROBLEM, PROFILE, OPTIONS), Machine(PROBLEM, ["e", "f"])

    outcome = solve(PROBLEM, PROFILE, OPTIONS, lender=machine)

    assert isinstance(alone, Solution)
    assert isinstance(outcome, Solution)
    assert sorted(machine.offered) == ["d", "e", "f"]
    assert costs(outcome) == costs(alone)
    work = {part.name: {work.kind for work in part.work} for part in outcome.parts}
    assert [("autre machine" in work[name]) for name in "def"] == [False, True, True]
    # It is judged where it is joined.
    assert work["e"] == {"autre machine", "contrôle"}
    assert outcome.covered_after is not None
    assert [f for f in outcome.findings if f.blocks] == []
    assert machine.recalls


def test_parts_that_a_dead_machine_had_are_searched_here() -> None:
    alone = solve(PROBLEM, PROFILE, OPTIONS)

    outcome = solve(PROBLEM, PROFILE, OPTIONS, lender=Machine(PROBLEM, ["d", "e"], dies=True))

    assert isinstance(alone, Solution)
    assert isinstance(outcome, Solution)
    assert costs(outcome) == costs(alone)


def test_a_machine_that_falls_silent_costs_nothing_but_what_it_had_not_told() -> None:
    alone, machine = solve(PROBLEM, PROFILE, OPTIONS), SilentMachine(PROBLEM, ["d", "e", "f"])

    outcome = solve(PROBLEM, PROFILE, OPTIONS, lender=machine)

    assert isinstance(alone, Solution)
    assert isinstance(outcome, Solution)
    assert costs(outcome) == costs(alone)
    assert machine.recalls


def test_a_rota_of_another_machine_costs_what_is_measured_here() -> None:
    machine = Machine(PROBLEM, ["e"])
    lie = PartEnd(bounds=(Bound(place=0, value=99, caps=()),), seconds=1.0)
    machine._end = lambda: LoanNews(  # type: ignore[method-assign]  # a machine that lies
        parts=("e",), lent=False, assignments=frozenset(), ends={"e": lie}
    )

    outcome = solve(PROBLEM, PROFILE, OPTIONS, lender=machine)

    # The empty rota costs what it costs, and the search goes on from it; the bound is refuted.
    assert isinstance(outcome, Solution)
    assert outcome.tiers[0].cost == 0
    (text,) = outcome.contradictions
    assert text.startswith("e, « Effectifs minimaux non couverts » : le solveur a donné une borne")


def test_a_stop_calls_parts_back_and_keeps_what_they_have() -> None:
    machine, stop = Machine(PROBLEM, ["d", "e", "f"]), threading.Event()
    stop.set()

    outcome = solve(PROBLEM, PROFILE, OPTIONS, lender=machine, stop=stop)

    assert isinstance(outcome, Solution)
    assert outcome.stopped
    assert machine.recalls
    rota = Rota(problem=PROBLEM, assignments=outcome.rota.assignments)
    assert len(rota.assignments) == len(PROBLEM.slots)


def test_what_is_told_of_one_part_says_nothing_of_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("scheduler.engine.parts.lending.HANDOVER", 0.2)
    slot = next(slot.id for slot in PROBLEM.slots if slot.dispositif == "e")
    locked = replace(PROBLEM, locks=(Lock(mediator="e0", slot=slot, by="Elsa", why="réunion"),))
    stop = threading.Event()
    stop.set()

    outcome = solve(locked, PROFILE, OPTIONS, lender=HalfwayMachine(locked, ["d", "e"]), stop=stop)

    # An empty rota of the second part would break the lock, and the audit would refuse the whole.
    assert isinstance(outcome, Solution)
    assert Assignment("e0", slot) in outcome.rota.assignments


def test_a_cancelled_solve_waits_for_no_machine() -> None:
    machine, cancel = SilentMachine(PROBLEM, ["d", "e", "f"]), threading.Event()
    cancel.set()

    outcome = solve(PROBLEM, PROFILE, OPTIONS, lender=machine, cancel=cancel)

    assert isinstance(outcome, OutOfTime)
    assert machine.recalls


def test_nothing_is_lent_where_the_same_rota_must_come_twice() -> None:
    machine = Machine(PROBLEM, ["e"])

    outcome = solve(PROBLEM, PROFILE, replace(OPTIONS, effort=0.5), lender=machine)

    assert isinstance(outcome, Solution)
    assert machine.offered == {}
