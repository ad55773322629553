"""Draw a dispositif's weeks: hours needed, hours that people can give, tense weeks marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from api.forecast.service import WeekForecast
from api.shell.scale import Tick, round_step

LEFT, RIGHT, TOP, BOTTOM = 48, 712, 16, 126
"""Edges of the plot, in the units of the drawing, which is 720 by 150."""

HOUR = 60
FINEST = 3
"""Steps that the hours are cut into, at most."""

LABELS = 14
"""Weeks that are named under the plot, at most."""


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A tense week: the band from `at` on, `middle` its middle."""

    at: float
    middle: float


@dataclass(frozen=True, kw_only=True)
class Plot:
    """The drawing: two lines that go up and down between weeks, and bands of tense weeks."""

    need: str
    supply: str
    width: float
    marks: tuple[Mark, ...]
    rows: tuple[Tick, ...]
    columns: tuple[Tick, ...]


def plot_of(weeks: Sequence[WeekForecast]) -> Plot:
    """Draw weeks in order; both lines begin at zero hours."""
    highest = max((max(week.need.minutes, week.supply) for week in weeks), default=0)
    step = round_step(highest / HOUR, FINEST)
    top = step * HOUR * max(1, -(-highest // (step * HOUR)))
    width = (RIGHT - LEFT) / max(1, len(weeks))

    def y(minutes: int) -> float:
        return round(BOTTOM - (BOTTOM - TOP) * minutes / top, 1)

    def course(values: Sequence[int]) -> str:
        return " ".join(
            f"{round(LEFT + (n + side) * width, 1)},{y(value)}"
            for n, value in enumerate(values)
            for side in (0, 1)
        )

    every = -(-len(weeks) // LABELS) or 1
    return Plot(
        need=course([week.need.minutes for week in weeks]),
        supply=course([week.supply for week in weeks]),
        width=round(width, 1),
        marks=tuple(
            Mark(at=round(LEFT + n * width, 1), middle=round(LEFT + (n + 0.5) * width, 1))
            for n, week in enumerate(weeks)
            if week.tense
        ),
        rows=tuple(
            Tick(at=y(hours * HOUR), label=f"{hours} h")
            for hours in range(0, top // HOUR + 1, step)
        ),
        columns=tuple(
            Tick(
                at=round(LEFT + (n + 0.5) * width, 1),
                label=f"S{week.monday.isocalendar().week:02d}",
            )
            for n, week in enumerate(weeks)
            if n % every == 0
        ),
    )
