"""The power by which figures grow."""

from __future__ import annotations

import pytest

from tests.bench.growing import power


@pytest.mark.parametrize("exponent", [0.0, 1.0, 1.5, 2.0])
def test_a_power_is_read_from_figures(exponent: float) -> None:
    figures = {size: 3.0 * size**exponent for size in (1, 2, 4, 8)}

    assert power(figures) == pytest.approx(exponent)


def test_one_figure_has_no_power() -> None:
    assert power({1: 5.0}) is None
    assert power({1: 5.0, 2: 10.0}) == pytest.approx(1.0)
