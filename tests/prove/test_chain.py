"""A sample of `make prove`: months with a trap, planned on the history and checked twice."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from scheduler.engine import Options
from tests.api.database.folders import lately
from tests.prove.chain import prove, spreads

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.lengthy
@pytest.mark.parametrize(
    ("month", "dispositif"),
    [(date(2026, 10, 1), "19"), (date(2026, 3, 1), "1"), (date(2026, 11, 1), "14")],
    ids=["clocks go back, Angers at night", "clocks go forward, Clichy", "eleven November, Rennes"],
)
def test_a_month_on_the_history_passes_both_checks(
    month: date, dispositif: str, tmp_path: Path
) -> None:
    folder = lately(tmp_path / "association", month)

    months = list(
        prove(folder, month, month, Options(seconds=3), dispositifs=frozenset({dispositif}))
    )

    assert [(m.blocking, m.faults) for m in months] == [(0, ())]
    assert months[0].rows > 0


@pytest.mark.lengthy
def test_a_year_of_months_planned_on_each_other_narrows_balances(tmp_path: Path) -> None:
    clichy = frozenset({"1"})
    folder = lately(tmp_path / "association", date(2025, 12, 1), before=12)
    before = spreads(folder, date(2026, 1, 1), clichy)

    options = Options(seconds=40, processor=10)
    list(prove(folder, date(2026, 1, 1), date(2026, 12, 1), options, dispositifs=clichy))
    after = spreads(folder, date(2027, 1, 1), clichy)

    # Nothing is said of two duties each way, which whole months and newcomers make.
    assert {goal: wide for goal, wide in after.items() if wide > max(before.get(goal, 0), 4)} == {}
    assert after["fair_nights"] < before["fair_nights"]
