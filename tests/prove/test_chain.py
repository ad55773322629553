"""A sample of `make prove`: months with a trap, planned on the history and checked twice."""

from datetime import date
from pathlib import Path

import pytest

from api.data.folder.load import load
from api.planning.problem import assemble
from constraints.registry import base
from constraints.wishes.fairness import GOALS
from scheduler.engine import Options, Solution, solve
from tests.api.database.folders import lately
from tests.prove.chain import prove, spreads
from tests.prove.forced import forced


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
    # One works evenings and nights, the other by day: balances of both are carried at once.
    both = frozenset({"1", "14"})
    folder = lately(tmp_path / "association", date(2025, 12, 1), before=12)
    before = spreads(folder, date(2026, 1, 1), both)

    # Seconds of processor decide: those of the clock had ended each month early on a busy machine.
    options = Options(seconds=1200, processor=10)
    list(prove(folder, date(2026, 1, 1), date(2026, 12, 1), options, dispositifs=both))
    after = spreads(folder, date(2027, 1, 1), both)

    # Nothing is said of two duties each way, which whole months and newcomers make.
    assert {goal: wide for goal, wide in after.items() if wide > max(before.get(goal, 0), 4)} == {}
    assert after["fair_nights"] < before["fair_nights"]


@pytest.mark.lengthy
def test_where_every_shift_is_a_night_and_posts_stay_open_balances_are_forced(
    tmp_path: Path,
) -> None:
    folder = lately(tmp_path / "association", date(2025, 12, 1), before=12)
    angers = frozenset({"19"})
    problem = assemble(load(folder), date(2026, 1, 1), date(2026, 1, 31), dispositifs=angers)
    goal = next(goal for goal in GOALS if goal.id == "fair_nights")
    ahead = {who: -share.carried for who, share in goal.shares(problem).items()}

    outcome = solve(problem, base(), Options(effort=1.0, processes=1))

    assert isinstance(outcome, Solution)
    nights = {
        who: sum(slot.id in goal.shares(problem)[who].ids for slot in outcome.rota.slots_of[who])
        for who in (max(ahead, key=ahead.__getitem__), min(ahead, key=ahead.__getitem__))
    }
    # Who is farthest ahead has the fewest that coverage leaves, who is farthest behind the most.
    assert nights == {"houda.lahlou": 20, "cheikh.cisse": 16}
    assert forced(outcome.rota, base(), goal, "houda.lahlou") == (20, 20)
    assert forced(outcome.rota, base(), goal, "cheikh.cisse") == (16, 16)
