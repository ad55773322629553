"""A cheap look at duties says no only where no session is as long as that."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.duty import Break, Duty
from scheduler.domain.time import PARIS, Span
from scheduler.domain.worktime.sessions import may_reach, sessions_of

BEGIN = datetime(2026, 6, 15, 8, tzinfo=PARIS)
LIMIT, PAUSE = 360, 20


@st.composite
def duties(draw: st.DrawFn) -> tuple[Duty, ...]:
    """Draw up to three duties, less than a break apart, their breaks of known place or not."""
    start, drawn = BEGIN, []
    for number in range(draw(st.integers(1, 3))):
        minutes = draw(st.sampled_from((90, 180, 359, 360, 361, 400, 500)))
        breaks = tuple(
            Break(
                minutes=draw(st.sampled_from((10, 19, 20, 30))),
                start=start + timedelta(minutes=after) if known else None,
            )
            for after, known in ((0, True), (40, draw(st.booleans())))
            if draw(st.booleans())
        )
        span = Span(start, start + timedelta(minutes=minutes))
        drawn.append(Duty(id=f"d{number}", span=span, breaks=breaks))
        start = span.end + timedelta(minutes=draw(st.sampled_from((0, 1, 19, 20, 21))))
    return tuple(drawn)


@given(duties())
def test_where_a_session_cannot_reach_a_limit_none_does(chain: tuple[Duty, ...]) -> None:
    longest = max(s.minutes for s in sessions_of(chain, limit=LIMIT, pause=PAUSE))

    assert may_reach(chain, LIMIT, PAUSE) or longest < LIMIT


@given(duties())
def test_with_breaks_of_known_place_the_cheap_look_is_exact(chain: tuple[Duty, ...]) -> None:
    if not any(duty.floating for duty in chain):
        longest = max(s.minutes for s in sessions_of(chain, limit=LIMIT, pause=PAUSE))

        assert may_reach(chain, LIMIT, PAUSE) is (longest >= LIMIT)
