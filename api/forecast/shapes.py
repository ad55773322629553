"""Shapes of a forecast: weeks of dispositifs, in minutes and full-time equivalents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import BaseModel, Field

from api.forecast.words import cause_words, full_time, total_words

if TYPE_CHECKING:
    from fractions import Fraction

    from api.forecast.service import Forecast, WeekForecast


class ForecastCauseOut(BaseModel):
    """A cause of a tense week: its kind, how many people, the minutes that it takes, its words."""

    kind: str = Field(examples=["apprentis"])
    people: int
    minutes: int
    words: str = Field(examples=["3 apprentis au CFA"])


class WeekForecastOut(BaseModel):
    """A dispositif's week: posts and minutes needed, minutes that people can give, what lacks."""

    dispositif: str
    monday: str = Field(examples=["2027-01-11"])
    posts: int
    minimum_posts: int
    needed_minutes: int
    minimum_minutes: int
    possible_minutes: int
    shortage_minutes: int
    minimum_shortage_minutes: int
    slack_minutes: int
    spread_minutes: int = Field(
        description="Écart type de ce que les absences imprévues prennent d’une semaine à l’autre."
    )
    shortage_fte: float = Field(description="Manque en équivalents temps plein de 35 heures.")
    uncovered_minutes: int | None = Field(
        description="Ce que personne ne tient, une fois la semaine publiée (null : pas encore)."
    )
    tense: bool = Field(description="Il manque plus que cet écart type.")
    causes: list[ForecastCauseOut]


class ForecastTotalOut(BaseModel):
    """What all weeks of a dispositif lack at least, and once published; in words (empty: none)."""

    dispositif: str
    least_minutes: int
    uncovered_minutes: int | None
    words: str


class ForecastOut(BaseModel):
    """
    Weeks by dispositif; the usual share of days lost to sickness (null: too few people).

    `totals`: of all weeks that were asked for, whatever the page. `next`: the cursor of the page
    that follows (null: none does).
    """

    sickness_rate: float | None
    weeks: list[WeekForecastOut]
    totals: list[ForecastTotalOut]
    next: str | None = None


def rate_out(rate: Fraction | None) -> float | None:
    """Return the usual share of days lost to sickness, to four decimals."""
    return None if rate is None else round(float(rate), 4)


def forecast_out(forecast: Forecast) -> ForecastOut:
    """Return the shape of a whole forecast."""
    return ForecastOut(
        sickness_rate=rate_out(forecast.rate),
        weeks=[week_out(week) for week in forecast.weeks],
        totals=totals_out(forecast),
    )


def totals_out(forecast: Forecast) -> list[ForecastTotalOut]:
    """Return what all weeks lack, by dispositif."""
    return [
        ForecastTotalOut(
            dispositif=total.dispositif,
            least_minutes=total.least,
            uncovered_minutes=total.uncovered,
            words=total_words(total),
        )
        for total in forecast.totals
    ]


def week_out(week: WeekForecast) -> WeekForecastOut:
    """Return the shape of a dispositif's week."""
    return WeekForecastOut(
        dispositif=week.dispositif,
        monday=week.monday.isoformat(),
        posts=week.need.posts,
        minimum_posts=week.need.minimum_posts,
        needed_minutes=week.need.minutes,
        minimum_minutes=week.need.minimum_minutes,
        possible_minutes=week.supply,
        shortage_minutes=week.shortage,
        minimum_shortage_minutes=week.minimum_shortage,
        slack_minutes=week.slack,
        spread_minutes=week.spread,
        shortage_fte=full_time(week.shortage),
        uncovered_minutes=week.uncovered,
        tense=week.tense,
        causes=[
            ForecastCauseOut(
                kind=cause.kind,
                people=cause.people,
                minutes=cause.minutes,
                words=cause_words(cause),
            )
            for cause in week.causes
        ],
    )
