"""What shapes of weeks cost is RH's to say, for all or for the people of a dispositif."""

import pytest

from constraints.shape import ShapeGoal
from constraints.wishes.shape.isolated_days import GOALS
from constraints.wishes.shape.quick_returns import GOAL as RETURNS
from scheduler.domain.rhythm import RhythmKind, RhythmPrice
from scheduler.domain.rota import Rota
from scheduler.engine.tiers import name_of
from scheduler.model import RotaModel
from tests.constraints.wishes.shape.weeks import days, rota_of

GOAL, _ = GOALS
OFF = RhythmPrice(price=0)
OWN = RhythmPrice(price=5, kind=RhythmKind.DAY_OFF)
OTHERS = RhythmPrice(price=9, kind=RhythmKind.DAY_OFF, dispositif="autre")


def isolated(*prices: RhythmPrice) -> Rota:
    """Return a rota with one isolated day off."""
    return rota_of(GOAL, *days(2, 4), rhythm=prices)


@pytest.mark.parametrize(
    ("prices", "cost"),
    [
        ((), GOAL.usual),
        ((OWN,), 5),
        ((RhythmPrice(price=5, kind=RhythmKind.RETURN),), GOAL.usual),
        ((OFF,), 0),
        ((OFF, OWN), 5),  # a kind goes before all kinds
        ((OTHERS,), GOAL.usual),
        ((OWN, RhythmPrice(price=0, dispositif="d")), 0),  # a dispositif before everybody
    ],
)
def test_rh_says_what_a_shape_costs(prices: tuple[RhythmPrice, ...], cost: int) -> None:
    assert GOAL.measure(isolated(*prices)) == cost


def test_nothing_is_built_for_what_costs_nothing() -> None:
    model = RotaModel(isolated(OFF).problem)
    variables = len(model.cp.proto.variables)

    assert GOAL.cost(model) == []
    assert len(model.cp.proto.variables) == variables


def test_the_tier_has_one_name_for_all_its_goals() -> None:
    assert isinstance(RETURNS, ShapeGoal)
    assert name_of([GOAL, RETURNS]) == "Rythme des semaines"
