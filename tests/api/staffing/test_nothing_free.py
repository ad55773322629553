"""After a calculation, however short, no post is open that somebody could hold for nothing."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import fixtures.draw
from api.month.frames import framed
from api.month.planning import plan
from api.staffing.bench import bench_of
from api.staffing.causes import Cause, open_posts
from scheduler.engine.outcome import Options, Solution
from tests.api.commands import PETIT

MARCH = date(2026, 3, 1)


@pytest.mark.long
@settings(max_examples=4, deadline=None)
@given(
    size=st.integers(1, 2),
    seed=st.integers(0, 1000),
    effort=st.sampled_from([1e-9, 0.01, 0.1]),
)
def test_a_drawn_association_has_no_open_post_that_nothing_keeps(
    size: int, seed: int, effort: float
) -> None:
    frame = framed(fixtures.draw.draw(size, seed, PETIT), MARCH, None)

    outcome = plan(frame, Options(effort=effort, processes=1), now=0)

    assert isinstance(outcome, Solution)
    posts = open_posts(bench_of(outcome.rota, frame.profile, outcome.findings))
    assert [post.hole.slot.id for post in posts if post.cause is Cause.NOTHING] == []


@pytest.mark.long
@pytest.mark.parametrize("effort", [1e-9, 0.02])
def test_the_association_has_none_either(effort: float) -> None:
    """Two dispositifs of its December, with binômes, référents and titles."""
    association = fixtures.draw.draw(1, 0)
    frame = framed(association, date(2026, 12, 1), frozenset({"14", "15"}))

    outcome = plan(frame, Options(effort=effort, processes=2), now=0)

    assert isinstance(outcome, Solution)
    posts = open_posts(bench_of(outcome.rota, frame.profile, outcome.findings))
    assert posts
    assert [post.hole.slot.id for post in posts if post.cause is Cause.NOTHING] == []
