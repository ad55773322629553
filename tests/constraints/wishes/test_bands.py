"""The verbs that price a distance by bands."""

import pytest
from ortools.sat.python import cp_model

from scheduler.domain.sharing.bands import Bands, price_of, units_of
from scheduler.model import RotaModel
from tests.constraints.small import person, problem, slot

BANDS: Bands = ((1, 1), (2, 2), (None, 5))


@pytest.mark.parametrize("count", range(6))
@pytest.mark.parametrize("unit", [1, 15])
@pytest.mark.parametrize("fixed", [0, 40])
def test_both_sides_have_their_price(count: int, unit: int, fixed: int) -> None:
    slots = [slot(f"s{n}", f"{n:02d} 09:00", f"{n:02d} 12:00") for n in range(1, 6)]
    model = RotaModel(problem([person("ana")], slots))
    literals = [model.works("ana", s.id) for s in slots]
    terms = [*((20, lit) for lit in literals), (fixed, model.true)]
    below = model.shortfall_bands(terms, 70, BANDS, unit=unit)
    above = model.excess_bands(terms, 70, BANDS, unit=unit)
    for number, literal in enumerate(literals):
        model.cp.add(literal == int(number < count))
    model.cp.minimize(sum(price * number for price, number in (*below, *above)))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1

    assert solver.solve(model.cp) == cp_model.OPTIMAL
    total = fixed + 20 * count
    assert solver.objective_value == price_of(units_of(70 - total, unit), BANDS) + price_of(
        units_of(total - 70, unit), BANDS
    )


def test_what_can_never_be_lacking_costs_no_variable() -> None:
    model = RotaModel(problem([person("ana")], [slot("a", "01 09:00", "01 12:00")]))
    literal = model.works("ana", "a")

    assert model.shortfall_bands([(20, literal), (40, model.true)], 40, BANDS) == []
    assert model.excess_bands([(20, literal), (40, model.true)], 60, BANDS) == []
