"""Rows about people: what each file's columns are and how their cells are read."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator

from api.data.rows import cells as c
from api.data.rows import fields as f
from scheduler.domain.people import (
    ABSENT_DAY_MOST,
    AbsenceKind,
    ContractKind,
    HoursBasis,
    PairKind,
    Role,
    ShortHours,
)

WEEK_MOST = 48 * 60
YEAR_MOST = 2300 * 60


def wish(text: str) -> bool:
    """Read what is wished: to work or to be free."""
    answer = {"travailler": True, "repos": False}.get(text.lower())
    if answer is None:
        raise f.wrong("travailler ou repos")
    return answer


class Row(BaseModel):
    """
    One row of a file.

    Aliases are the file's headers; `id_column` is the one whose cells name the rows.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)


class DatedRow(Row):
    """A row in force from `since` to `until` included (None: without end), in an agency."""

    since: f.Day = Field(alias="depuis")
    until: f.OptDay = Field(alias="jusqu_au", default=None)
    agency: f.OptIdent = Field(alias="agence", default="")


class PersonRow(Row):
    """personnes.csv."""

    id: f.Ident
    name: f.Text = Field(alias="nom")
    role: Annotated[Role, BeforeValidator(f.one_of(Role))]
    birth: f.OptDay = Field(alias="naissance")
    agency: f.Ident = Field(alias="agence")
    dispositifs: f.Idents
    sites: f.Idents = ()
    licence: f.YesNo = Field(alias="permis", default=False)
    home: f.OptText = Field(alias="domicile", default="")
    night_worker: f.MaybeYes = Field(alias="travail_de_nuit", default=None)
    night_worker_since: f.OptDay = Field(alias="travail_de_nuit_depuis", default=None)
    medical_visit: f.OptDay = Field(alias="visite_medicale_nuit", default=None)

    @field_validator("birth")
    @classmethod
    def _born(cls, birth: date | None) -> date | None:
        """Refuse a birth in the future."""
        if birth is not None and birth > date.today():  # noqa: DTZ011 - a civil day
            raise f.wrong("une date de naissance passée")
        return birth


class ContractRow(Row):
    """contrats.csv."""

    mediator: f.Ident = Field(alias="personne")
    kind: Annotated[ContractKind, BeforeValidator(f.one_of(ContractKind))] = Field(alias="type")
    start: f.Day = Field(alias="debut")
    end: f.OptDay = Field(alias="fin")
    weekly_minutes: f.Hours = Field(alias="heures_semaine")
    basis: Annotated[
        HoursBasis, BeforeValidator(f.empty_or(f.one_of(HoursBasis), HoursBasis.WEEK))
    ] = Field(alias="base", default=HoursBasis.WEEK)
    days: f.OptWeekdays = Field(alias="jours", default=None)
    annual_minutes: f.OptHours = Field(alias="heures_annee", default=None)
    short_hours: Annotated[ShortHours | None, BeforeValidator(f.empty_or(f.one_of(ShortHours)))] = (
        Field(alias="exception_24h", default=None)
    )
    group: f.OptText = Field(alias="groupe", default="")
    adult_relay: f.YesNo = Field(alias="adulte_relais", default=False)
    priority_area: f.MaybeYes = Field(alias="quartier_prioritaire", default=None)

    @field_validator("weekly_minutes")
    @classmethod
    def _week(cls, minutes: int) -> int:
        """Refuse a week that no contract may have (L3121-20)."""
        if not 0 < minutes <= WEEK_MOST:
            raise f.wrong("plus de 0 et au plus 48 heures par semaine")
        return minutes

    @field_validator("annual_minutes")
    @classmethod
    def _year(cls, minutes: int | None) -> int | None:
        """Refuse a year that no contract may have."""
        if minutes is not None and not 0 < minutes <= YEAR_MOST:
            raise f.wrong("plus de 0 et au plus 2300 heures par an")
        return minutes


class TitleRow(Row):
    """titres.csv."""

    mediator: f.Ident = Field(alias="personne")
    title: f.Ident = Field(alias="titre")
    since: f.Day = Field(alias="obtenu_le")


class SocleRow(Row):
    """formation_socle.csv."""

    mediator: f.Ident = Field(alias="personne")
    day: f.Day = Field(alias="acquise_le")


class AbsenceRow(Row):
    """absences.csv."""

    mediator: f.Ident = Field(alias="personne")
    start: f.Moment = Field(alias="debut")
    end: f.Moment = Field(alias="fin")
    kind: Annotated[AbsenceKind, BeforeValidator(f.one_of(AbsenceKind))] = Field(alias="motif")
    day_minutes: f.OptHours = Field(alias="heures_jour", default=None)

    @field_validator("day_minutes")
    @classmethod
    def _day(cls, minutes: int | None) -> int | None:
        """Refuse a day that is worth nothing, or more than a day of work may hold."""
        if minutes is not None and not 0 < minutes <= ABSENT_DAY_MOST:
            raise f.wrong("plus de 0 et au plus 12 heures par jour, ou rien")
        return minutes


class WishRow(Row):
    """souhaits.csv."""

    mediator: f.Ident = Field(alias="personne")
    start: f.Moment = Field(alias="debut")
    end: f.Moment = Field(alias="fin")
    wants: Annotated[bool, BeforeValidator(wish), c.As(c.wish)] = Field(alias="souhait")
    weight: Annotated[int, BeforeValidator(f.empty_or(f.whole(1, 10), 1))] = Field(
        alias="poids", default=1
    )


class PairRow(Row):
    """binomes.csv."""

    first: f.Ident = Field(alias="premiere")
    second: f.Ident = Field(alias="seconde")
    kind: Annotated[PairKind, BeforeValidator(f.one_of(PairKind))] = Field(alias="genre")
    since: f.OptDay = Field(alias="depuis", default=None)
    until: f.OptDay = Field(alias="jusqu_au", default=None)


class CohortRow(Row):
    """cohortes.csv."""

    id: f.Ident
    title: f.Text = Field(alias="titre")
    site: f.OptIdent = ""
    morning: f.OptText = Field(alias="matin", default="")
    afternoon: f.OptText = Field(alias="apres_midi", default="")
    first: f.OptDay = Field(alias="du", default=None)
    until: f.OptDay = Field(alias="au", default=None)
    every: Annotated[int, BeforeValidator(f.empty_or(f.whole(1, 52), 4))] = Field(
        alias="toutes_les", default=4
    )
    ical: f.LongText = ""


class CohortDaysRow(Row):
    """dates_cohortes.csv."""

    cohort: f.Ident = Field(alias="cohorte")
    first: f.Day = Field(alias="debut")
    last: f.Day = Field(alias="fin")
    away: f.YesNo = Field(alias="sans_cours", default=False)


class MemberRow(Row):
    """inscriptions.csv."""

    cohort: f.Ident = Field(alias="cohorte")
    mediator: f.Ident = Field(alias="personne")
