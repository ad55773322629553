"""What every goal owes: on the rota found, its cost in the model is its measure."""

import os
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import constraints.wishes
from constraints.house.people.one_place import RULE as ONE_PLACE
from constraints.registry import base, offers
from scheduler.domain.people import TEAM, Wish
from scheduler.domain.problem import Assignment
from scheduler.domain.rota import Rota
from scheduler.domain.time import day_span
from scheduler.goal import Goal, PersonGoal
from scheduler.model import DemandModel, PersonModel, RotaModel
from scheduler.rule import Rule
from tests.constraints.drawn import rotas
from tests.constraints.drawn.limits import drawn_wishes
from tests.constraints.wishes.priced import best, cost_of, least

pytestmark = pytest.mark.long

EXAMPLES = int(os.environ.get("CONTRACT_EXAMPLES", "40"))
OFTEN = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize="CONTRACT_EXAMPLES" not in os.environ,
)
GOALS = [g for g in offers(constraints.wishes) if isinstance(g, Goal)]
OWN = [g for g in GOALS if isinstance(g, PersonGoal)]
DRAWN: Rule = ONE_PLACE


@st.composite
def spiced(draw: st.DrawFn, *, team: int) -> Rota:
    """A drawn rota over a problem with wishes and weights, and with a rota that stands."""
    rota = draw(rotas(DRAWN, team=team))
    problem = rota.problem
    spans = [s.span for s in problem.slots] or [day_span(problem.horizon.days[0])]
    wish = st.builds(
        Wish,
        mediator=st.sampled_from([m.id for m in problem.mediators]),
        span=st.sampled_from([*spans, *(day_span(d) for d in problem.horizon.days)]),
        wants=st.booleans(),
        weight=st.integers(1, 10),
        templates=st.sampled_from([frozenset(), frozenset(s.id for s in problem.slots[::2])]),
    )
    slots = []
    for slot in problem.slots:
        missing, surplus = draw(st.integers(0, 3)), draw(st.integers(0, 2))
        needs = (
            replace(need, missing_weight=missing, surplus_weight=surplus) for need in slot.needs
        )
        slots.append(replace(slot, needs=tuple(needs)))
    weighted = replace(problem, slots=tuple(slots))
    duties = [*(w.duty for w in problem.history), *(s.duty for s in problem.slots)]
    limits, successions, streaks = drawn_wishes(
        draw(st.integers(0, 2**32 - 1)), problem.horizon, problem.mediators, duties
    )
    able = [Assignment(m.id, s.id) for m in problem.mediators for s in problem.slots]
    assignments = (
        st.frozensets(st.sampled_from(able), max_size=12) if able else st.just(frozenset())
    )
    return Rota(
        problem=replace(
            weighted,
            wishes=tuple(draw(st.lists(wish, max_size=6))),
            previous=draw(assignments),
            limits=limits,
            successions=successions,
            streaks=draw(st.sampled_from([(), streaks])),
        ),
        assignments=rota.assignments,
    )


# Drawing a rota takes longer than pricing it: all goals price each.


@OFTEN
@given(rota=spiced(team=3))
def test_the_cost_of_a_rota_is_its_measure(rota: Rota) -> None:
    costs = {goal.id: cost_of(goal, rota) for goal in GOALS}

    assert costs == {goal.id: goal.measure(rota) for goal in GOALS}


@settings(OFTEN, max_examples=max(1, EXAMPLES // 4))
@given(drawn=spiced(team=2))
def test_the_best_cost_is_the_measure_of_the_rota_found(drawn: Rota) -> None:
    for goal in GOALS:
        value, rota = best(goal, RotaModel(drawn.problem))

        assert value == goal.measure(rota), goal.id
        assert value <= goal.measure(drawn), goal.id


@OFTEN
@given(rota=spiced(team=3))
def test_the_bill_names_everyone_who_pays(rota: Rota) -> None:
    for goal in GOALS:
        bill = goal.bill(rota)

        assert sum(bill.values()) == goal.measure(rota), goal.id
        assert set(bill) <= {TEAM, *rota.problem.mediator_of}, goal.id
        assert min(bill.values(), default=0) >= 0, goal.id


@OFTEN
@given(rota=spiced(team=2))
def test_what_others_hold_changes_nobodys_own_price(rota: Rota) -> None:
    for goal, person in product(OWN, rota.problem.mediators):
        mine = frozenset(a for a in rota.assignments if a.mediator == person.id)
        alone = Rota(problem=rota.problem, assignments=mine)
        own = PersonModel(DemandModel(), rota.problem, person)
        for slot, literal in own.slots:
            own.model.cp.add(literal == (Assignment(person.id, slot.id) in mine))

        assert goal.paid(alone, person) == goal.paid(rota, person), goal.id
        assert least(goal.price(own), own.model) == goal.paid(rota, person), goal.id


def test_the_tiers_are_ranked() -> None:
    assert [(goal.tier, goal.id) for goal in base().goals] == [
        (1, "uncovered_minimum"),
        (2, "over_hours"),
        (2, "uncovered_target"),
        (3, "contract_hours"),
        (3, "weekly_overtime"),
        (4, "fair_holidays"),
        (4, "fair_late_changes"),
        (4, "fair_late_ends"),
        (4, "fair_nights"),
        (4, "fair_saturdays"),
        (4, "fair_sundays"),
        (5, "avoided_successions"),
        (5, "period_wishes"),
        (5, "requests"),
        (5, "run_wishes"),
        (6, "same_places"),
        (6, "usual_partners"),
        (7, "stability"),
        (8, "earlier_starts"),
        (8, "free_weekends"),
        (8, "isolated_days_off"),
        (8, "isolated_work"),
        (8, "later_starts"),
        (8, "paired_days_off"),
        (8, "quick_returns"),
        (8, "saturdays_after"),
        (8, "split_weekends"),
    ]
