from __future__ import annotations

from tests.bench.starts import cost


def test_a_start_that_computes_costs_more_than_a_bare_one() -> None:
    assert 0 < cost("pass") < cost("sum(range(10_000_000))")
