"""All figures of a month are measured, printed and comparable."""

from __future__ import annotations

import pytest

from tests.bench.months import months
from tests.bench.record import compared


@pytest.mark.long
def test_a_small_month_has_all_figures_and_is_the_same_as_itself() -> None:
    said: list[str] = []

    [figures] = months(3.0, [0], said.append, ["magasin"])

    assert (figures["people"], figures["slots"], figures["free"]) == (8, 112, 0)
    assert figures["first"] <= figures["used"]
    assert [tier for tier, _, _ in figures["tiers"]] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert figures["plain"]["blocking"] == 0
    assert said[0].startswith("magasin, 04/2027 : 8 personnes, 112 créneaux")
    [line] = compared(figures, [figures])
    assert line.endswith("identique")
