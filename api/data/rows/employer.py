"""Rows about the employer: what it decided, told and agreed; columns and how cells are read."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import BeforeValidator, Field, field_validator

from api.data.rows import cells as c
from api.data.rows import fields as f
from api.data.rows.people import YEAR_MOST, DatedRow, Row
from scheduler.dated import Level
from scheduler.domain.employer import CarriedKind, NoticeKind, Route

WEEK_HOURS = 7 * 24
DELAY = re.compile(r"(\d{1,3})(?:\s*j(?:ours?)?)?(\s+ouvr[ée]s?)?", re.IGNORECASE)
LEVELS = {
    "branche": Level.BRANCH,
    "entreprise": Level.COMPANY,
    "autorisation": Level.AUTHORISATION,
}


class EmployerKey(StrEnum):
    """What employeur.csv may tell, one a line."""

    NAME = "nom"
    HEADCOUNT = "effectif"
    WORKING_DAYS = "jours_ouvres"
    CLOSED = "feries_chomes"
    REST_FOR_OVERTIME = "heures_sup_en_repos"
    RECORDS_SINCE = "releve_depuis"


def delay(text: str) -> tuple[int, bool]:
    """Read a delay, `7 jours` or `7 jours ouvrés`: how many, and whether of working days."""
    match = DELAY.fullmatch(f.needed(text))
    if match is None:
        raise f.wrong("un délai comme 7 jours ou 7 jours ouvrés")
    return int(match[1]), match[2] is not None


def month_of(text: str) -> date:
    """Read a month as its first day."""
    match = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", f.needed(text))
    if match is None or not f.FIRST_YEAR <= int(match[1]) <= f.LAST_YEAR:
        raise f.wrong("un mois comme 2026-10")
    return date(int(match[1]), int(match[2]), 1)


OptWhole = Annotated[int, BeforeValidator(f.empty_or(f.whole(1, 520), 0)), c.As(c.count)]


class EmployerRow(Row):
    """employeur.csv."""

    about: Annotated[EmployerKey, BeforeValidator(f.one_of(EmployerKey))] = Field(alias="cle")
    value: f.Why = Field(alias="valeur")


class SchemeRow(DatedRow):
    """amenagements.csv."""

    route: Annotated[Route, BeforeValidator(f.one_of(Route))] = Field(alias="voie")
    weeks: OptWhole = Field(alias="semaines", default=0)
    months: OptWhole = Field(alias="mois", default=0)
    weekly_minutes: f.OptHours = Field(alias="heures_semaine", default=None)
    annual_minutes: f.OptHours = Field(alias="heures_periode", default=None)
    notice: Annotated[
        tuple[int, bool] | None,
        BeforeValidator(f.empty_or(delay)),
        c.As(c.delay, text=True),
    ] = Field(alias="prevenance", default=None)
    branch: f.YesNo = Field(alias="accord_de_branche", default=False)
    opinion: f.OptDay = Field(alias="avis_cse", default=None)
    ground: f.Why = Field(alias="fondement")
    article: f.OptText = ""

    @field_validator("weekly_minutes")
    @classmethod
    def _week(cls, minutes: int | None) -> int | None:
        """Refuse a week longer than a week."""
        if minutes is not None and not 0 < minutes <= WEEK_HOURS * 60:
            raise f.wrong(f"plus de 0 et au plus {WEEK_HOURS} heures")
        return minutes

    @field_validator("annual_minutes")
    @classmethod
    def _period(cls, minutes: int | None) -> int | None:
        """Refuse hours that no period of three years may hold."""
        if minutes is not None and not 0 < minutes <= 3 * YEAR_MOST:
            raise f.wrong(f"plus de 0 et au plus {3 * YEAR_MOST // 60} heures")
        return minutes


class OpinionRow(Row):
    """avis_cse.csv."""

    about: f.Ident = Field(alias="regle")
    day: f.Day = Field(alias="le")
    text: f.LongText = Field(alias="texte", default="")


class SolidarityRow(Row):
    """solidarite.csv."""

    day: f.Day = Field(alias="jour")
    minutes: f.OptHours = Field(alias="heures", default=None)
    agency: f.OptIdent = Field(alias="agence", default="")
    mediator: f.OptIdent = Field(alias="personne", default="")

    @field_validator("minutes")
    @classmethod
    def _day(cls, minutes: int | None) -> int | None:
        """Refuse more than a day of work."""
        if minutes is not None and not 0 < minutes <= 12 * 60:
            raise f.wrong("plus de 0 et au plus 12 heures")
        return minutes


class ExceptionalDayRow(Row):
    """jours_exceptionnels.csv."""

    day: f.Day = Field(alias="jour")
    why: f.Why = Field(alias="motif")
    agency: f.OptIdent = Field(alias="agence", default="")
    mediator: f.OptIdent = Field(alias="personne", default="")


class OutsideRow(Row):
    """heures_ailleurs.csv."""

    mediator: f.Ident = Field(alias="personne")
    first: f.Day = Field(alias="semaine")
    last: f.OptDay = Field(alias="jusqu_au", default=None)
    minutes: f.Hours = Field(alias="heures")
    employer: f.OptText = Field(alias="employeur", default="")

    @field_validator("minutes")
    @classmethod
    def _week(cls, minutes: int) -> int:
        """Refuse a week longer than a week."""
        if not 0 < minutes <= WEEK_HOURS * 60:
            raise f.wrong(f"plus de 0 et au plus {WEEK_HOURS} heures par semaine")
        return minutes


class PastWeekRow(Row):
    """semaines_anterieures.csv."""

    mediator: f.Ident = Field(alias="personne")
    day: f.Day = Field(alias="semaine")
    minutes: f.Hours = Field(alias="heures")

    @field_validator("minutes")
    @classmethod
    def _week(cls, minutes: int) -> int:
        """Refuse a week longer than a week."""
        if not 0 <= minutes <= WEEK_HOURS * 60:
            raise f.wrong(f"de 0 à {WEEK_HOURS} heures par semaine")
        return minutes


class CarriedRow(Row):
    """soldes.csv."""

    mediator: f.Ident = Field(alias="personne")
    kind: Annotated[CarriedKind, BeforeValidator(f.one_of(CarriedKind))] = Field(alias="compteur")
    day: f.Day = Field(alias="jour")
    minutes: f.Hours = Field(alias="heures")


class NoticeRow(Row):
    """prevenances.csv."""

    mediator: f.Ident = Field(alias="personne")
    kind: Annotated[NoticeKind, BeforeValidator(f.one_of(NoticeKind))] = Field(alias="objet")
    notified: f.Day = Field(alias="prevenue_le")
    effective: f.Day = Field(alias="effet_le")
    exceptional: f.YesNo = Field(alias="exceptionnel", default=False)
    agreed: f.YesNo = Field(alias="accord", default=False)
    duties: f.Idents = Field(alias="creneaux", default=())
    before: f.OptDay = Field(alias="date_initiale", default=None)


class AppliedRow(DatedRow):
    """conventions.csv."""

    agreement: f.Ident = Field(alias="convention")


class TermRow(DatedRow):
    """accords.csv."""

    rule: f.Ident = Field(alias="regle")
    parameter: f.Text = Field(alias="parametre")
    value: f.Text = Field(alias="valeur")
    level: Annotated[int, BeforeValidator(f.named(LEVELS)), c.named(LEVELS)] = Field(alias="niveau")
    source: f.Why
    article: f.Text


class AckRow(Row):
    """acquittements.csv."""

    code: f.Ident = Field(alias="constat")
    ground: f.Why = Field(alias="fondement")
    by: f.Text = Field(alias="par")
    day: f.Day = Field(alias="le")
    month: Annotated[
        date | None, BeforeValidator(f.empty_or(month_of)), c.As(c.month, text=True)
    ] = Field(alias="mois", default=None)
