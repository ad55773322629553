"""Shapes of counters over HTTP: minutes, and numbers of nights and days."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, Field

from api.planning.counters import counters_of
from scheduler.domain.people import Mediator
from scheduler.domain.rota import Rota
from scheduler.rule import Profile


class WeekOut(BaseModel):
    """Minutes of work of a civil week, from its Monday."""

    monday: date
    minutes: int


class CountersOut(BaseModel):
    """
    A person's counters of a month, in minutes but for the numbers of nights and days.

    `due`, `planned`, `balance`: what the contract asks for, what counts towards it, the
    difference. `work`, `training`, `travel`, `night`, `sunday`, `holiday`: minutes in the month.
    """

    person: str
    name: str
    agency: str
    due: int
    planned: int
    balance: int
    work: int
    training: int
    travel: int
    night: int
    sunday: int
    holiday: int
    nights: int
    saturdays: int
    sundays: int
    holidays: int
    weeks: list[WeekOut] = Field(description="Semaines civiles entières que touche le mois.")


def counters_out(rota: Rota, person: Mediator, profile: Profile) -> CountersOut:
    """Return a person's counters of the month, with night hours by the rules for that person."""
    counters = counters_of(rota, person, profile.rules_of(person))
    return CountersOut(
        person=person.id,
        name=person.name,
        agency=person.agency,
        due=counters.due,
        planned=counters.planned,
        balance=counters.balance,
        work=counters.work,
        training=counters.training,
        travel=counters.travel,
        night=counters.night,
        sunday=counters.sunday,
        holiday=counters.holiday,
        nights=counters.nights,
        saturdays=counters.saturdays,
        sundays=counters.sundays,
        holidays=counters.holidays,
        weeks=[WeekOut(monday=monday, minutes=minutes) for monday, minutes in counters.weeks],
    )
