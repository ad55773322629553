"""Prévision: tense weeks of months that aren't planned yet, dispositif by dispositif, drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Annotated

from fastapi import Query, Request
from fastapi.responses import Response

from api.access.caller import Role
from api.access.reach import OVERSEERS, Reach
from api.access.request import Reading, Who
from api.access.rights.rule import role
from api.forecast import words
from api.forecast.service import WeekForecast, forecast
from api.french.words import signed_hours
from api.ledger.history import whole
from api.shell.document import render
from api.shell.guides import Guide
from api.shell.menu import Entry
from api.shell.preparing import PREPARED
from api.shell.scale import Sheet, Tick, round_step
from api.shell.screens import Screens
from api.web.clock import Now
from api.web.months import OneMonth, first_of
from scheduler.domain.time import civil_day, month_later, next_month
from scheduler.errors import InvalidProblemError

LEFT, TOP, BOTTOM = 48, 16, 126
"""Edges of the plot, in the units of the drawing, which is 150 high."""

DESK = Sheet(width=720, right=712, labels=14)
PHONE = Sheet(width=360, right=352, labels=7)

HOUR = 60
FINEST = 3
"""Steps that the hours are cut into, at most."""


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A tense week: the band from `at` on, `middle` its middle."""

    at: float
    middle: float


@dataclass(frozen=True, kw_only=True)
class Plot:
    """The drawing: two lines that go up and down between weeks, and bands of tense weeks."""

    sheet: Sheet
    need: str
    supply: str
    width: float
    marks: tuple[Mark, ...]
    rows: tuple[Tick, ...]
    columns: tuple[Tick, ...]


def plot_of(weeks: Sequence[WeekForecast], sheet: Sheet) -> Plot:
    """Draw weeks in order; both lines begin at zero hours."""
    highest = max((max(week.need.minutes, week.supply) for week in weeks), default=0)
    step = round_step(highest / HOUR, FINEST)
    top = step * HOUR * max(1, -(-highest // (step * HOUR)))
    width = (sheet.right - LEFT) / max(1, len(weeks))

    def y(minutes: int) -> float:
        return round(BOTTOM - (BOTTOM - TOP) * minutes / top, 1)

    def course(values: Sequence[int]) -> str:
        return " ".join(
            f"{round(LEFT + (n + side) * width, 1)},{y(value)}"
            for n, value in enumerate(values)
            for side in (0, 1)
        )

    every = -(-len(weeks) // sheet.labels) or 1
    return Plot(
        sheet=sheet,
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


ENTRY = Entry(rank=19, address="/prevision", title="Prévision", roles=OVERSEERS, icon="chart-line")

GUIDES = (
    Guide(
        address="/aide/prevision",
        title="Prévision",
        file="planning/forecast",
        screens=("/prevision",),
    ),
)

router = Screens(dependencies=[PREPARED])
QUARTER = 3
"""Months that are shown unless others are asked for."""

OFFERED = 18
"""Months that the form offers, from the present one on."""


@router.get("/prevision", may=role(Role.RH, Role.RESPONSABLE))
def forecast_page(
    request: Request,
    who: Who,
    session: Reading,
    now: Now,
    *,
    first: OneMonth = "",
    last: OneMonth = "",
    dispositif: Annotated[str, Query(max_length=120)] = "",
) -> Response:
    """
    Show the tensest weeks of some months, and each dispositif with its plot.

    Unless named, they are three months from the first that nobody has published. People are shared
    between all dispositifs of the association; those of the caller alone are shown.
    """
    association, reach = whole(session), Reach(who, OVERSEERS)
    present = civil_day(now).replace(day=1)
    published = association.published_months
    after = next_month(first_of(published[-1])) if published else present
    first = first or f"{max(present, after):%Y-%m}"
    last = last or f"{month_later(first_of(first), QUARTER - 1):%Y-%m}"
    own = reach.chosen(association.dispositifs, dispositif)
    forecasted, refusal = None, ""
    try:
        forecasted = forecast(association, first_of(first), first_of(last), dispositifs=own)
    except InvalidProblemError as error:
        refusal = str(error)
    weeks = () if forecasted is None else forecasted.weeks
    groups = [list(each) for _, each in groupby(weeks, key=attrgetter("dispositif"))]
    return render(
        request,
        "forecast/weeks.html",
        months=[f"{month_later(present, n):%Y-%m}" for n in range(OFFERED)],
        first=first,
        last=last,
        dispositif=dispositif,
        dispositifs=sorted(reach.dispositifs(association.dispositifs), key=attrgetter("name")),
        refusal=refusal,
        forecast=forecasted,
        # What lacks most comes first; the weeks of each dispositif stay in their order.
        groups=sorted(groups, key=lambda each: -sum(week.excess for week in each)),
        totals={} if forecasted is None else {each.dispositif: each for each in forecasted.totals},
        names={each.id: each.name for each in association.dispositifs},
        plots_of=lambda weeks: (plot_of(weeks, DESK), plot_of(weeks, PHONE)),
        words=words,
        signed_hours=signed_hours,
    )
