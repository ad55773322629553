"""What the page of forecasts shows: the tensest weeks, then each dispositif with its plot."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from api.forecast.words import (
    TENSEST,
    causes_words,
    full_time_words,
    rate_words,
    signed_hours,
    state_words,
    tense_words,
    total_words,
    week_words,
)
from api.french.words import hours
from api.page.forecast.plot import Plot, plot_of

if TYPE_CHECKING:
    from api.data.association import Association
    from api.forecast.service import Forecast, WeekForecast


@dataclass(frozen=True, kw_only=True)
class WeekRow:
    """A dispositif's week, in words."""

    week: str
    dispositif: str
    name: str
    posts: int
    need: str
    supply: str
    gap: str
    full_time: str
    planned: str
    state: str
    causes: str


@dataclass(frozen=True, kw_only=True)
class DispositifView:
    """A dispositif: how many of its weeks are tense, what all lack, its plot, its weeks."""

    id: str
    name: str
    count: str
    total: str
    plot: Plot
    rows: tuple[WeekRow, ...]


@dataclass(frozen=True, kw_only=True)
class ForecastView:
    """A forecast: the tensest weeks of all, and dispositifs, those that lack most first."""

    count: str
    tensest: tuple[WeekRow, ...]
    dispositifs: tuple[DispositifView, ...]
    rate: str


def forecast_view(forecast: Forecast, association: Association) -> ForecastView:
    """Show a forecast; a dispositif's weeks stay in their order."""
    groups = [tuple(weeks) for _, weeks in groupby(forecast.weeks, key=attrgetter("dispositif"))]
    totals = {total.dispositif: total_words(total) for total in forecast.totals}
    groups.sort(key=lambda weeks: -sum(week.excess for week in weeks))
    return ForecastView(
        count=tense_words(forecast.weeks),
        tensest=tuple(_row(week, association) for week in forecast.tensest[:TENSEST]),
        dispositifs=tuple(
            _dispositif(weeks, association, totals[weeks[0].dispositif]) for weeks in groups
        ),
        rate=rate_words(forecast.rate),
    )


def _dispositif(
    weeks: tuple[WeekForecast, ...], association: Association, total: str
) -> DispositifView:
    known = association.dispositif_of[weeks[0].dispositif]
    return DispositifView(
        id=known.id,
        name=known.name,
        count=tense_words(weeks),
        total=total,
        plot=plot_of(weeks),
        rows=tuple(_row(week, association) for week in weeks),
    )


def _row(week: WeekForecast, association: Association) -> WeekRow:
    return WeekRow(
        week=week_words(week.monday),
        dispositif=week.dispositif,
        name=association.dispositif_of[week.dispositif].name,
        posts=week.need.posts,
        need=hours(week.need.minutes),
        supply=hours(week.supply),
        gap=signed_hours(week.gap),
        full_time=full_time_words(week.gap),
        planned="–" if week.uncovered is None else signed_hours(-week.uncovered),
        state=state_words(week),
        causes=causes_words(week),
    )
