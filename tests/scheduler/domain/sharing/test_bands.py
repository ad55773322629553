import pytest

from scheduler.domain.sharing.bands import SQUARES, Bands, price_of, slices, units_of

BANDS: Bands = ((2, 1), (3, 2), (None, 4))


@pytest.mark.parametrize(
    ("units", "price"), [(-1, 0), (0, 0), (1, 1), (2, 2), (3, 4), (5, 8), (6, 12), (7, 16)]
)
def test_each_unit_costs_what_its_band_says(units: int, price: int) -> None:
    assert price_of(units, BANDS) == price


def test_bands_are_filled_in_order() -> None:
    assert list(slices(6, BANDS)) == [(2, 1), (3, 2), (1, 4)]
    assert list(slices(2, BANDS)) == [(2, 1)]


@pytest.mark.parametrize(
    ("amount", "units"), [(-20, 0), (0, 0), (1, 1), (14, 1), (15, 1), (16, 2), (30, 2)]
)
def test_a_begun_quarter_of_an_hour_counts_whole(amount: int, units: int) -> None:
    assert units_of(amount, 15) == units


@pytest.mark.parametrize("units", [*range(6), 7, 9, 13, 17, 25, 33, 49, 65])
def test_squares_are_exact_where_their_chords_meet(units: int) -> None:
    assert price_of(units, SQUARES) == units**2


def test_the_next_unit_of_squares_never_costs_less_than_the_one_before() -> None:
    steps = [price_of(n + 1, SQUARES) - price_of(n, SQUARES) for n in range(80)]

    assert steps == sorted(steps)
    assert steps[0] < steps[5] < steps[30] < steps[79]
