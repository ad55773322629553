import threading
from dataclasses import replace

import pytest

from constraints.house.people.locks import RULE as LOCKS
from constraints.house.people.one_place import RULE as ONE_PLACE
from constraints.house.teams.headcount import RULE as HEADCOUNT
from constraints.house.teams.mandatory import RULE as MANDATORY
from constraints.law.rests.daily_rest_11h import RULE as REST
from constraints.wishes.contract_hours import GOAL as HOURS
from constraints.wishes.coverage import MINIMUM
from constraints.wishes.same_places import GOAL as PLACES
from scheduler.audit import audit
from scheduler.domain.problem import Assignment, Worked
from scheduler.engine import Infeasible, Options, OutOfTime, Progress, Solution, solve
from scheduler.engine.outcome import Unsearched
from scheduler.errors import SolverCrashError
from scheduler.rule import Profile
from tests.scheduler.engine.small import person, shift, week

PROFILE = Profile(
    name="essai",
    person_rules=(REST, ONE_PLACE),
    team_rules=(MANDATORY, LOCKS),
    goals=(MINIMUM,),
)
QUICK = Options(seconds=10, workers=1, effort=5.0)
THREE_PEOPLE = week(
    tuple(person(name) for name in ("ana", "bob", "cleo")),
    tuple(shift(day, hour, hour + 7) for day in range(7) for hour in (6, 14)),
)


def test_a_hole_that_rest_makes_is_found_and_proved() -> None:
    # One person, an evening until 22:00 and a morning at 06:00: eight hours of rest.
    problem = week((person("ana"),), (shift(0, 14, 22), shift(1, 6, 12), shift(1, 14, 22)))

    outcome = solve(problem, PROFILE, QUICK)

    assert isinstance(outcome, Solution)
    assert {a.slot for a in outcome.rota.assignments} == {"d-14-2026-06-01", "d-14-2026-06-02"} or {
        a.slot for a in outcome.rota.assignments
    } == {"d-06-2026-06-02", "d-14-2026-06-02"}
    assert [(t.cost, t.bound, t.optimal) for t in outcome.tiers] == [(1, 1, True)]
    assert [f for f in outcome.findings if f.blocks] == []


def test_parts_that_share_nobody_are_solved_apart_and_added() -> None:
    problem = week(
        (person("ana", "d"), person("bob", "e")),
        (shift(0, 8, 16), shift(0, 8, 16, dispositif="e"), shift(0, 17, 23, dispositif="e")),
    )

    outcome = solve(problem, PROFILE, QUICK)

    assert isinstance(outcome, Solution)
    assert sorted(part.name for part in outcome.parts) == ["d", "e"]
    assert len(outcome.rota.assignments) == 3


def test_the_same_rota_comes_however_many_processes_search() -> None:
    people = tuple(person(f"{d}{n}", d) for d in ("d", "e") for n in range(3))
    slots = tuple(
        shift(day, hour, hour + 7, dispositif=d)
        for d in ("d", "e")
        for day in range(7)
        for hour in (6, 14)
    )
    problem = week(people, slots)

    first, second = (solve(problem, PROFILE, replace(QUICK, processes=n)) for n in (1, 2))

    assert isinstance(first, Solution)
    assert isinstance(second, Solution)
    assert first.rota.assignments == second.rota.assignments
    assert [(t.cost, t.bound) for t in first.tiers] == [(t.cost, t.bound) for t in second.tiers]


def test_costs_are_those_of_the_rota_that_is_returned_and_findings_those_of_its_audit() -> None:
    profile = replace(PROFILE, goals=(MINIMUM, HOURS, PLACES))

    outcome = solve(THREE_PEOPLE, profile, replace(QUICK, effort=0.05))

    assert isinstance(outcome, Solution)
    assert [t.cost for t in outcome.tiers] == [g.measure(outcome.rota) for g in profile.goals]
    assert all(t.bound <= t.cost for t in outcome.tiers)
    assert list(outcome.findings) == audit(outcome.rota, profile)


def test_two_mandatory_slots_for_one_person_are_infeasible_and_confirmed() -> None:
    problem = week(
        (person("ana"),), (shift(0, 14, 22, mandatory=True), shift(1, 6, 12, mandatory=True))
    )

    outcome = solve(problem, PROFILE, QUICK)

    assert isinstance(outcome, Infeasible)
    assert (outcome.part, outcome.mediators) == ("d", ("ana",))


def test_news_of_every_part_arrives() -> None:
    heard: list[Progress] = []
    problem = week((person("ana"),), (shift(0, 8, 16),))

    solve(problem, PROFILE, QUICK, on_progress=heard.append)

    assert heard[-1].parts_done == heard[-1].parts == 1
    assert {news.part for news in heard} == {"d"}


def test_news_tell_all_tiers_of_the_best_rota_at_that_moment() -> None:
    heard: list[Progress] = []
    profile = replace(PROFILE, goals=(MINIMUM, HOURS, PLACES))

    outcome = solve(THREE_PEOPLE, profile, QUICK, on_progress=heard.append)

    assert isinstance(outcome, Solution)
    costs = [tuple(tier.cost for tier in news.tiers) for news in heard if news.tiers]
    assert len(costs[0]) == len(profile.goals)
    # Rank by rank, a later one is never worse: no figure is older than one of a rank below.
    assert costs == sorted(costs, reverse=True)
    assert heard[-1].tiers == outcome.tiers


def test_a_stop_keeps_the_best_rota_so_far() -> None:
    people = tuple(person(f"m{n}") for n in range(12))
    slots = tuple(
        shift(day, hour, (hour + 7) % 24, need=3) for day in range(7) for hour in (5, 9, 13, 16)
    )
    stop = threading.Event()
    problem = week(people, slots)

    outcome = solve(
        problem,
        PROFILE,
        Options(seconds=120, workers=2),
        on_progress=lambda _: stop.set(),
        stop=stop,
    )

    assert isinstance(outcome, Solution)
    assert outcome.seconds < 60


def test_once_its_processes_have_used_what_they_may_the_search_ends() -> None:
    problem = week((person("ana"),), (shift(0, 14, 22), shift(1, 6, 12)))

    outcome = solve(problem, PROFILE, Options(seconds=60, processes=1, processor=1e-6))

    assert isinstance(outcome, Solution)
    # Its first rota has used more than that: coverage wasn't searched, one post was given.
    assert len(outcome.rota.assignments) == 1
    assert outcome.unsearched == {"d": Unsearched.GREEDY}


def test_a_cancelled_solve_keeps_nothing_and_leaves_no_child() -> None:
    cancel = threading.Event()
    cancel.set()

    outcome = solve(week((person("ana"),), (shift(0, 8, 16),)), PROFILE, QUICK, cancel=cancel)

    assert isinstance(outcome, OutOfTime)
    assert outcome.stopped


def test_a_child_without_memory_is_an_error_of_its_own_and_the_parent_lives() -> None:
    problem = week((person("ana"),), (shift(0, 8, 16),))

    with pytest.raises(SolverCrashError, match="mémoire insuffisante : 64 Mo accordés"):
        solve(problem, PROFILE, replace(QUICK, memory_mb=64))


def test_a_problem_without_slots_is_solved_by_an_empty_rota() -> None:
    outcome = solve(week((person("ana"),), ()), PROFILE, QUICK)

    assert isinstance(outcome, Solution)
    assert outcome.rota.assignments == frozenset()


def test_the_best_rota_is_shown_while_parts_run_and_ends_as_the_rota_that_is_kept() -> None:
    problem = week(
        (person("ana", "d"), person("bob", "e")),
        (shift(0, 8, 16), shift(0, 8, 16, dispositif="e"), shift(1, 8, 16, dispositif="e")),
    )
    shown: list[frozenset[Assignment]] = []

    outcome = solve(problem, PROFILE, replace(QUICK, best_every=0.0), on_best=shown.append)

    assert isinstance(outcome, Solution)
    assert len(shown) > len(outcome.parts)
    assert shown[-1] == outcome.rota.assignments


def test_between_two_rotas_shown_lies_the_time_asked_for() -> None:
    problem = week((person("ana"),), (shift(0, 8, 16), shift(1, 8, 16)))
    shown: list[frozenset[Assignment]] = []

    outcome = solve(problem, PROFILE, replace(QUICK, best_every=60.0), on_best=shown.append)

    # The first rota at once, then the part's last one.
    assert isinstance(outcome, Solution)
    assert len(shown) == 2
    assert shown[-1] == outcome.rota.assignments


def test_who_is_settled_on_a_slot_leaves_one_place_to_fill() -> None:
    slot = shift(0, 9, 12, need=2)
    team = (person("ana"), person("bob"), person("gone", "elsewhere"))
    past = Worked(mediator="gone", duty=replace(slot.duty, decided=False))
    problem = replace(week(team, (slot,)), history=(past,))

    outcome = solve(
        problem, Profile(name="essai", team_rules=(HEADCOUNT,), goals=(MINIMUM,)), QUICK
    )

    assert isinstance(outcome, Solution)
    assert [tier.cost for tier in outcome.tiers] == [0]
    assert len(outcome.rota.assignments) == 1
    assert {m.id for m in outcome.rota.team_of[slot.id]} > {"gone"}
