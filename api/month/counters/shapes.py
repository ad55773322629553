"""Shapes of counters over HTTP: minutes, and numbers of nights and days."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from api.planning.counters import counters_of
from constraints.counters.lines.owed import owed_lines
from scheduler.domain.people import Mediator
from scheduler.domain.rota import Rota
from scheduler.rule import Profile


class WeekOut(BaseModel):
    """Minutes of work of a civil week, from its Monday."""

    monday: date
    minutes: int


class OwedRestOut(BaseModel):
    """
    A rest owed for a daily rest that a derogation cut short (D3131-2), or for a night (R3122-3).

    All in minutes. `worked`: of a night longer than eight hours, that of the working day begun `on`
    (0: a daily rest was cut short), `minutes` being those beyond eight hours.

    `on`: the day of the resumption; `rest`: how long the short rest was; `minutes`: what it lacked;
    `limit`: how long the rest is that returns it, begun on `due` at the latest; `returned`: the day
    on which it began (null: it is owed). `settled`: whether an agreement sets the delay, else it is
    to be confirmed.
    """

    model_config = ConfigDict(from_attributes=True)

    on: date
    rest: int = Field(examples=[540])
    worked: int = Field(examples=[0])
    minutes: int = Field(examples=[120])
    limit: int = Field(examples=[780])
    due: date
    returned: date | None
    ground: str = Field(examples=["Accord d’entreprise sur le repos quotidien"])
    settled: bool = Field(validation_alias="agreed")


class ForfaitOut(BaseModel):
    """
    Days of a forfait in days: those of the month, and those of its year of reference so far.

    `number`: days of that year, `left` of them. `settled`: false where the agreement says the
    number, which is then to be confirmed. `since`: the first day of which the days are known.
    """

    model_config = ConfigDict(from_attributes=True)

    first: date
    last: date
    month: int = Field(examples=[18])
    done: int = Field(examples=[121])
    left: int = Field(examples=[97])
    number: int = Field(examples=[218])
    since: date
    settled: bool


class CountersOut(BaseModel):
    """
    A person's counters of a month, in minutes but for the numbers of nights and days.

    `due`, `planned`, `balance`: what the contract asks for, what counts towards it, the
    difference. `work`, `training`, `travel`, `night`, `sunday`, `holiday`: minutes in the month,
    where they fall. `nights`, `saturdays`, `sundays`, `holidays`: those on which a shift begins.
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
    owed_rests: list[OwedRestOut] = Field(
        description="Repos équivalents nés dans le mois, ou encore dus à son début."
    )
    forfait: ForfaitOut | None = Field(description="Jours, si le contrat compte des jours.")


def counters_out(rota: Rota, person: Mediator, profile: Profile) -> CountersOut:
    """Return a person's counters of the month, with night hours by the rules for that person."""
    rules = profile.rules_of(person)
    counters = counters_of(rota, person, rules)
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
        owed_rests=[
            OwedRestOut.model_validate(line) for line in owed_lines(rota.timeline(person), rules)
        ],
        forfait=ForfaitOut.model_validate(counters.forfait) if counters.forfait else None,
    )
