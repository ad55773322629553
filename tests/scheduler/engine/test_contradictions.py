"""What the solver answers wrongly, in a real solving process, is caught, told and logged."""

from dataclasses import replace

import pytest

from scheduler.audit import audit
from scheduler.domain.problem import Problem
from scheduler.engine import Infeasible, Solution, TierStatus, solve
from scheduler.engine.horizon.planning import plan_horizon
from scheduler.engine.outcome import Options, OutOfTime
from scheduler.engine.replan import replan
from scheduler.errors import EncodingMismatchError
from tests.scheduler.engine.lying import Lying
from tests.scheduler.engine.small import person, shift, week
from tests.scheduler.engine.test_solve import PROFILE

# One person, an evening until 22:00 and a morning at 06:00: one of them stays a hole.
REST = week((person("ana"),), (shift(0, 14, 22), shift(1, 6, 12)))
# The empty rota isn't lawful: the first one comes from the solver.
MANDATORY = week((person("ana"),), (shift(0, 14, 22, mandatory=True), shift(1, 6, 12)))
COVER = "d, « Effectifs minimaux non couverts »"


def lying(lie: str, problem: Problem, **options: float | None) -> Solution:
    outcome = solve(problem, PROFILE, replace(Lying(processes=1, lie=lie), **options))  # type: ignore[arg-type]
    assert isinstance(outcome, Solution)
    assert [f for f in audit(outcome.rota, PROFILE) if f.blocks] == []
    assert [t.cost for t in outcome.tiers] == [g.measure(outcome.rota) for g in PROFILE.goals]
    return outcome


def test_an_honest_solver_is_contradicted_by_nothing() -> None:
    for problem in (REST, MANDATORY):
        outcome = lying("", problem, effort=5.0)

        assert outcome.contradictions == ()
        assert [t.status for t in outcome.tiers] == [TierStatus.OPTIMAL]


@pytest.mark.parametrize("problem", [REST, MANDATORY], ids=["free", "mandatory"])
@pytest.mark.parametrize(
    ("lie", "words"),
    [
        ("impossible once", "qu’aucun planning ne convient, alors qu’un planning légal est connu"),
        ("bound", "une borne qu’un planning légal connu dément"),
        ("value", "un coût qui n’est pas le sien"),
    ],
)
def test_a_wrong_answer_is_told_logged_and_proves_nothing(
    lie: str,
    words: str,
    problem: Problem,
    caplog: pytest.LogCaptureFixture,
) -> None:
    outcome = lying(lie, problem, effort=5.0)

    (sentence,) = outcome.contradictions
    assert sentence.startswith(f"{COVER} : le solveur a ")
    assert words in sentence
    assert [(t.cost, t.bound, t.status) for t in outcome.tiers] == [(1, 0, TierStatus.DOUBTED)]
    assert [r.getMessage()[:9] for r in caplog.records] == ["d, rang 1"]


def test_the_search_goes_on_by_the_clock_from_the_rota_that_was_denied() -> None:
    outcome = lying("impossible once", MANDATORY, seconds=1.0)

    assert len(outcome.contradictions) == 1
    assert len(outcome.rota.assignments) == 1


@pytest.mark.parametrize("lie", ["impossible", "bound without rota"])
def test_what_the_solver_denies_and_the_audit_knows_stands(lie: str) -> None:
    outcome = lying(lie, REST, effort=5.0)

    # Of two posts that exclude each other, one is given without any search.
    assert len(outcome.rota.assignments) == 1
    assert [(t.cost, t.bound, t.status) for t in outcome.tiers] == [(1, 0, TierStatus.DOUBTED)]
    assert len(outcome.contradictions) == 1


def test_a_bound_without_a_rota_is_no_proof_that_none_exists() -> None:
    outcome = solve(
        MANDATORY, PROFILE, Lying(seconds=20, processes=1, effort=5.0, lie="bound without rota")
    )

    assert isinstance(outcome, OutOfTime)


@pytest.mark.parametrize("problem", [REST, MANDATORY], ids=["free", "mandatory"])
def test_a_rota_that_breaks_a_rule_never_leaves_the_solve(
    problem: Problem, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(EncodingMismatchError, match=r"l’audit refuse .* daily_rest_11h, Ana : 8 h"):
        solve(
            problem,
            PROFILE,
            Lying(seconds=20, processes=1, effort=5.0, lie="everybody everywhere"),
        )

    assert "planning calculé refusé par l’audit" in caplog.records[-1].getMessage()
    assert caplog.records[-1].levelname == "ERROR"


def test_a_window_of_a_horizon_tells_what_it_was_answered_wrongly() -> None:
    months = tuple(shift(day, 14, 22, mandatory=day == 0) for day in (0, 40))
    problem = week((person("ana"),), months, days=61)
    options = Lying(seconds=20, processes=1, effort=5.0, whole=0, lie="impossible once")

    outcome = plan_horizon(problem, PROFILE, options)

    assert isinstance(outcome, Solution)
    assert len(outcome.windows) == 2
    assert len(outcome.rota.assignments) == 2
    assert len(outcome.contradictions) == 1


def test_a_month_planned_again_tells_what_was_answered_wrongly() -> None:
    options = Lying(seconds=20, processes=1, effort=5.0, lie="bound")
    standing = solve(REST, PROFILE, Options(seconds=20, processes=1, effort=5.0))
    assert isinstance(standing, Solution)

    outcome = replan(standing.rota, PROFILE, options)

    assert isinstance(outcome, Solution)
    assert len(outcome.contradictions) == 1
    assert not outcome.tiers[0].optimal


def test_two_searches_set_otherwise_agree_before_nothing_is_said_to_exist() -> None:
    slots = (shift(0, 14, 22, mandatory=True), shift(1, 6, 12, mandatory=True))

    outcome = solve(
        week((person("ana"),), slots), PROFILE, Lying(seconds=20, processes=1, effort=5.0)
    )

    assert isinstance(outcome, Infeasible)
