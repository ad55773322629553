"""Rows about places, demand and the rules' grounds: columns and how their cells are read."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

from api.data.rows import cells as c
from api.data.rows import fields as f
from api.data.rows.people import Row
from calendars.pattern import ExceptionAction
from calendars.placing import AutumnChange
from scheduler.domain.duty import BreakKind
from scheduler.domain.people import Role
from scheduler.domain.problem import GroundKind
from scheduler.domain.slots import SlotKind

BREAKS = {
    "non_payee": BreakKind.UNPAID,
    "payee": BreakKind.PAID,
    "veille": BreakKind.WATCH,
}


def zone(text: str) -> str:
    """Read a school zone."""
    if text.upper() not in {"A", "B", "C"}:
        raise f.wrong("une zone scolaire : A, B ou C")
    return text.upper()


Zone = Annotated[str, BeforeValidator(f.empty_or(zone, ""))]
Count = Annotated[int, BeforeValidator(f.whole(0, 999))]
OptCount = Annotated[int | None, BeforeValidator(f.empty_or(f.whole(0, 999)))]


class AgencyRow(Row):
    """agences.csv."""

    id: f.Ident
    name: f.Text = Field(alias="nom")
    academy: f.OptText = Field(alias="academie", default="")
    zone: Zone = Field(alias="zone_scolaire", default="")


class DispositifRow(Row):
    """dispositifs.csv."""

    id: f.Ident
    name: f.Text = Field(alias="nom")
    agency: f.Ident = Field(alias="agence")
    hours: f.LongText = Field(alias="horaires", default="")


class SiteRow(Row):
    """sites.csv."""

    id: f.Ident
    name: f.Text = Field(alias="nom")
    address: f.LongText = Field(alias="adresse", default="")
    agency: f.OptIdent = Field(alias="agence", default="")
    latitude: Annotated[float | None, BeforeValidator(f.degrees(90))] = None
    longitude: Annotated[float | None, BeforeValidator(f.degrees(180))] = None
    part_of: f.OptIdent = Field(alias="partie_de", default="")


class TripRow(Row):
    """trajets.csv."""

    origin: f.Ident = Field(alias="de")
    goal: f.Ident = Field(alias="vers")
    minutes: Annotated[int, BeforeValidator(f.whole(0, 600))]


class SeasonRow(Row):
    """saisons.csv."""

    id: f.Ident = Field(alias="saison")
    name: f.Text = Field(alias="nom")
    first: f.Day = Field(alias="debut")
    last: f.Day = Field(alias="fin")


class TemplateRow(Row):
    """gabarits.csv."""

    id: f.Ident
    dispositif: f.Ident
    site: f.OptIdent = ""
    kind: Annotated[SlotKind, BeforeValidator(f.empty_or(f.one_of(SlotKind), SlotKind.DAY))] = (
        Field(alias="genre", default=SlotKind.DAY)
    )
    weekdays: f.Weekdays = Field(alias="jours")
    start: f.Clock = Field(alias="debut")
    end: f.Clock = Field(alias="fin")
    since: f.Day = Field(alias="depuis")
    until: f.OptDay = Field(alias="jusqu_au", default=None)
    season: f.OptIdent = Field(alias="saison", default="")
    school_zone: Zone = Field(alias="zone_scolaire", default="")
    on_holidays: f.YesNo = Field(alias="feries", default=False)
    every: Annotated[int, BeforeValidator(f.empty_or(f.whole(1, 52), 1))] = Field(
        alias="toutes_les", default=1
    )
    phase: Annotated[int, BeforeValidator(f.empty_or(f.whole(0, 51), 0))] = Field(
        alias="decalage", default=0
    )
    team: f.OptText = Field(alias="equipe", default="")
    binome: f.YesNo = False
    vehicle: f.YesNo = Field(alias="vehicule", default=False)
    supervised: f.YesNo = Field(alias="encadre", default=False)
    supervises: f.Idents = Field(alias="encadre_dispositifs", default=())
    mandatory: f.YesNo = Field(alias="obligatoire", default=False)
    autumn: Annotated[
        AutumnChange, BeforeValidator(f.empty_or(f.one_of(AutumnChange), AutumnChange.NONE))
    ] = Field(alias="automne", default=AutumnChange.NONE)


class NeedRow(Row):
    """besoins.csv."""

    template: f.Ident = Field(alias="gabarit")
    roles: Annotated[frozenset[Role], BeforeValidator(f.many_of(Role))]
    minimum: Count
    target: Count = Field(alias="cible")
    maximum: Count
    titles: f.Idents = Field(alias="titres", default=())


class BreakRow(Row):
    """pauses.csv."""

    template: f.Ident = Field(alias="gabarit")
    minutes: Annotated[int, BeforeValidator(f.whole(1, 600))]
    at: f.OptClock = Field(alias="debut", default=None)
    kind: Annotated[
        BreakKind,
        BeforeValidator(f.empty_or(f.one_of(BreakKind, BREAKS), BreakKind.UNPAID)),
        c.named(BREAKS),
    ] = Field(alias="genre", default=BreakKind.UNPAID)


class ExceptionRow(Row):
    """exceptions.csv."""

    template: f.Ident = Field(alias="gabarit")
    day: f.Day = Field(alias="jour")
    action: Annotated[ExceptionAction, BeforeValidator(f.one_of(ExceptionAction))]
    start: f.OptClock = Field(alias="debut", default=None)
    end: f.OptClock = Field(alias="fin", default=None)
    minimum: OptCount = None
    target: OptCount = Field(alias="cible", default=None)
    maximum: OptCount = None
    why: f.Why = Field(alias="motif")


class SchoolRow(Row):
    """calendrier_scolaire.csv."""

    zone: Zone = ""
    agency: f.OptIdent = Field(alias="agence", default="")
    first: f.Day = Field(alias="debut")
    last: f.Day = Field(alias="fin")
    open: Annotated[bool, BeforeValidator(f.yes)] = Field(alias="classe")
    why: f.Why = Field(alias="motif")


class GroundRow(Row):
    """derogations.csv."""

    kind: Annotated[GroundKind, BeforeValidator(f.one_of(GroundKind))] = Field(alias="genre")
    agency: f.OptIdent = Field(alias="agence", default="")
    dispositif: f.OptIdent = ""
    since: f.Day = Field(alias="depuis")
    until: f.OptDay = Field(alias="jusqu_au", default=None)
    ground: f.Why = Field(alias="fondement")
    article: f.OptText = ""


class VehicleRow(Row):
    """vehicules.csv."""

    agency: f.Ident = Field(alias="agence")
    count: Count = Field(alias="nombre")


class LockRow(Row):
    """verrous.csv."""

    mediator: f.Ident = Field(alias="personne")
    slot: f.Ident = Field(alias="creneau")
    by: f.Text = Field(alias="par")
    why: f.Why = Field(alias="motif")
