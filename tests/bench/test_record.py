"""A month is compared with the recorded one, tier by tier."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.bench.record import RECORD, compared, read, write

if TYPE_CHECKING:
    from pathlib import Path

    from tests.bench.months import Figures


def figures(*costs: int, **changes: Any) -> Figures:
    tiers = [[number, cost, 0] for number, cost in enumerate(costs, 1)]
    row = {"name": "soins", "seed": 0, "seconds": 60.0, "tiers": tiers, "memory": 600}
    return row | changes


def said(now: Figures, before: Figures) -> str:
    return " ".join(compared(now, [before]))


@pytest.mark.parametrize(
    ("costs", "verdict"),
    [((0, 20, 90), "progrès"), ((0, 21, 30), "identique"), ((0, 22, 10), "RECUL")],
)
def test_the_first_tier_that_differs_decides(costs: tuple[int, ...], verdict: str) -> None:
    assert verdict in said(figures(*costs), figures(0, 21, 30))


def test_no_rota_where_there_was_one_is_a_step_back() -> None:
    assert "RECUL" in said(figures(), figures(0, 21, 30))


def test_figures_that_differ_are_ratios() -> None:
    lines = said(figures(0, memory=900, free=3), figures(0, memory=600, free=0))

    assert "mémoire × 1.50" in lines
    assert "postes que rien n’empêche 0 → 3" in lines
    assert "rapports" not in said(figures(0), figures(0))


def test_a_lower_bound_of_the_same_rota_is_seen() -> None:
    now, before = figures(7), figures(7)
    before["tiers"][0][2] = 5

    assert "bornes plus basses : rang 1 5 → 0" in said(now, before)
    assert "bornes" not in said(before, now)


def test_another_seed_or_time_is_not_compared() -> None:
    for change in ({"seed": 1}, {"seconds": 30.0}, {"name": "police"}):
        assert "rien d’enregistré" in said(figures(0, **change), figures(0))


def test_what_is_measured_again_replaces_what_was_recorded(tmp_path: Path) -> None:
    path = tmp_path / "months.json"
    write([figures(1), figures(2, seed=1)], path)
    write([figures(0)], path)

    assert read(path) == [figures(0), figures(2, seed=1)]
    assert read(tmp_path / "none.json") == []


def test_the_record_kept_can_be_read() -> None:
    assert {row["name"] for row in read(RECORD)} == {
        "soins",
        "police",
        "magasin",
        "appels",
        "association",
    }
