"""Route of the words, colours and days with which a page draws the forms and grids of a month."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated

from fastapi import Query
from pydantic import BaseModel, Field

from api.access.caller import Role
from api.access.door import Router
from api.access.reach import OVERSEERS, Reach
from api.access.request import NUMBERED, Reading, Who
from api.access.rights.rule import role
from api.data.stored.association import read
from api.export import palette
from api.month.reference.labels import LABELS
from api.planning.names import short_codes
from api.web.months import MonthQuery, first_of
from calendars.holidays import name_of
from calendars.school import ZONES, break_of
from scheduler.domain.time import next_month

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from api.data.association import Association

router = Router(prefix="/api/v1/responsable", tags=["responsable"])


class Choice(BaseModel):
    """A value of a field, and its French label."""

    value: str = Field(examples=["soiree"])
    label: str = Field(examples=["soirée"])


class ColourOut(BaseModel):
    """How a kind of entry is drawn: background and edge; text is `ink`."""

    kind: str = Field(examples=["nuit"])
    background: str = Field(examples=["#DAD4F2"])
    edge: str = Field(examples=["#4B3C9A"])


class TintsOut(BaseModel):
    """Other colours of a grid: days, coverage, alerts, text."""

    weekend: str
    holiday: str
    full: str
    short: str
    vital: str
    alert: str
    ink: str


class AgencyOut(BaseModel):
    """An agency that the caller works for."""

    id: str
    name: str
    academy: str
    school_zone: str


class DispositifOut(BaseModel):
    """A dispositif that the caller works for."""

    id: str
    name: str
    agency: str
    hours: str


class SiteOut(BaseModel):
    """A site of these agencies, or of all; `code`: its short name, the same in every month."""

    id: str
    code: str = Field(examples=["PDM"])
    name: str
    address: str
    agency: str
    part_of: str


class StretchOut(BaseModel):
    """Days, the first and the last included."""

    first: date
    last: date


class SeasonOut(BaseModel):
    """A season that templates name, and its days."""

    id: str
    name: str
    spans: list[StretchOut]


class SchoolOut(BaseModel):
    """Schools of a zone on a day: whether they are open, and the holidays that they are on."""

    zone: str = Field(examples=["B"])
    open: bool
    holidays: str = Field(examples=["Vacances de la Toussaint"])


class DayOut(BaseModel):
    """A day: its public holiday (empty: none), and schools by zone."""

    on: date
    iso_week: int
    weekend: bool
    holiday: str = Field(examples=["Toussaint"])
    schools: list[SchoolOut]


class ReferenceOut(BaseModel):
    """All of it; `kinds`: by name of the enumeration."""

    month: str = Field(examples=["2026-10"])
    agencies: list[AgencyOut]
    dispositifs: list[DispositifOut]
    sites: list[SiteOut]
    seasons: list[SeasonOut]
    kinds: dict[str, list[Choice]]
    colours: list[ColourOut]
    tints: TintsOut
    days: list[DayOut]


@router.get("/referentiel", may=role(Role.RH, Role.RESPONSABLE), dependencies=[NUMBERED])
def reference(
    who: Who,
    session: Reading,
    month: MonthQuery,
    agency: Annotated[
        str, Query(max_length=120, description="Agence dont donner les sites ; sinon la sienne.")
    ] = "",
) -> ReferenceOut:
    """
    Donne les mots, couleurs, codes et jours d’un mois, pour dessiner formulaires et grilles.

    Les sites sont ceux d’une agence : celle qu’on demande, ou la sienne si l’on n’en a qu’une.
    """
    association, reach = read(session), Reach(who, OVERSEERS)
    first = first_of(month)
    mine = _agencies(reach, association)
    return ReferenceOut(
        month=month,
        agencies=[
            AgencyOut(
                id=agency.id, name=agency.name, academy=agency.academy, school_zone=agency.zone
            )
            for agency in association.agencies
            if agency.id in mine
        ],
        dispositifs=[
            DispositifOut(
                id=dispositif.id,
                name=dispositif.name,
                agency=dispositif.agency,
                hours=dispositif.hours,
            )
            for dispositif in reach.dispositifs(association.dispositifs)
        ],
        sites=_sites(association, _agency_of(mine, agency)),
        seasons=[
            SeasonOut(
                id=season.id,
                name=season.name,
                spans=[StretchOut(first=begin, last=end) for begin, end in season.spans],
            )
            for season in association.seasons
        ],
        kinds={
            name: [Choice(value=value, label=label) for value, label in choices.items()]
            for name, choices in LABELS.items()
        },
        colours=[
            ColourOut(kind=kind.value, background=background, edge=edge)
            for kind, (background, edge) in palette.KINDS.items()
        ],
        tints=TintsOut(
            weekend=palette.WEEKEND,
            holiday=palette.HOLIDAY,
            full=palette.FULL,
            short=palette.SHORT,
            vital=palette.VITAL,
            alert=palette.ALERT,
            ink=palette.INK,
        ),
        days=list(_days(association, first)),
    )


def _agencies(reach: Reach, association: Association) -> frozenset[str]:
    if reach.agencies is None:
        return frozenset(agency.id for agency in association.agencies)
    return reach.agencies


def _agency_of(mine: frozenset[str], agency: str) -> str | None:
    """Return the agency whose sites are wanted (None: none, or not one of the caller's)."""
    wanted = agency or (next(iter(mine)) if len(mine) == 1 else None)
    return wanted if wanted in mine else None


def _sites(association: Association, agency: str | None) -> list[SiteOut]:
    """Return the sites of an agency and everybody's; a code is the same in all agencies."""
    if agency is None:
        return []
    codes = _codes(association)
    return [
        SiteOut(
            id=site.id,
            code=codes[site.id],
            name=site.name,
            address=site.address,
            agency=site.agency,
            part_of=site.part_of,
        )
        for site in association.sites
        if site.agency in ("", agency)
    ]


def _codes(association: Association) -> Mapping[str, str]:
    """Return the short codes among all sites, worked out once for a state of the data."""
    known = _KNOWN.get("codes")
    if known is not None and known[0] is association:
        return known[1]
    pairs = sorted((site.id, site.name) for site in association.sites)
    _KNOWN["codes"] = (association, short_codes(pairs))
    return _KNOWN["codes"][1]


_KNOWN: dict[str, tuple[Association, Mapping[str, str]]] = {}


def _days(association: Association, first: date) -> Iterator[DayOut]:
    day = first
    while day < next_month(first):
        yield DayOut(
            on=day,
            iso_week=day.isocalendar().week,
            weekend=day.weekday() >= 5,  # noqa: PLR2004 - Saturday
            holiday=name_of(day),
            schools=[
                SchoolOut(
                    zone=zone,
                    open=association.school.school_day(zone, day),
                    holidays=break_of(zone, day),
                )
                for zone in ZONES
            ],
        )
        day += timedelta(days=1)
