from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from constraints.registry import base
from scheduler.engine.replan import replanning
from scheduler.engine.search.improving import above_wishes
from scheduler.engine.tiers import tiers_of

if TYPE_CHECKING:
    from scheduler.rule import Profile


@pytest.mark.parametrize("profile", [base(), replanning(base())], ids=["plan", "replan"])
def test_only_fairness_stands_right_above_the_wishes(profile: Profile) -> None:
    tiers = tiers_of(profile)

    above = [goals for place, (_, goals) in enumerate(tiers) if above_wishes(tiers, place)]

    assert [{goal.id.split("_")[0] for goal in goals} for goals in above] == [{"fair"}]
