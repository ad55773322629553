"""
Ce que voit un commanditaire: which dispositifs are his, and how far their published slots are held.

No field of these answers is about a person: neither a name, nor an id, nor an address of theirs.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field
from sqlalchemy import case, func, select

from api.access.admitting import Reading, Who
from api.access.caller import Caller
from api.access.reach import FUNDERS, Reach
from api.data.stored.association import read
from api.database.tables.ledger import PublishedSlotRow
from api.french.words import KINDS
from api.web.answer import Items
from api.web.months import MonthQuery
from api.web.paging import Paging, paging
from api.web.problems import not_found, refusals
from scheduler.domain.slots import SlotKind
from scheduler.domain.time import PARIS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from api.data.association import Association, Dispositif

router = APIRouter(prefix="/api/v1/commanditaire", tags=["commanditaire"])
FEW = 50

Slot = PublishedSlotRow


class DispositifOut(BaseModel):
    """A dispositif; `months`: those of which something is published."""

    id: str = Field(examples=["parc"])
    name: str = Field(examples=["Médiation de nuit au parc"])
    agency: str
    agency_name: str
    hours: str = Field(examples=["Tous les soirs de 20 h à 2 h"])
    months: list[str] = Field(examples=[["2026-10", "2026-11"]])


class Counts(BaseModel):
    """
    Slots, and posts over all of them.

    `minimum` and `target`: posts asked for; `held`: posts held; `met`: slots at their minimum or
    over it; `full`: slots at their target or over it. `rate`: posts held on those targeted, at most
    1, what one slot has too many making up for no other.
    """

    slots: int
    minimum: int
    target: int
    held: int
    met: int
    full: int
    rate: float


class DayOut(Counts):
    """One day of one site, for one kind of slot."""

    on: date
    site: str
    site_name: str
    kind: str = Field(examples=["soiree"])
    kind_label: str = Field(examples=["soirée"])


class CoverageOut(BaseModel):
    """The published coverage of a dispositif in a month."""

    dispositif: str
    name: str
    month: str
    total: Counts
    days: list[DayOut]


class CommitmentsOut(BaseModel):
    """Shares, at most 1: of slots at their minimum, at their target; of posts held."""

    minimum_met: float
    target_met: float
    posts_held: float


class AllCoverageOut(Items[CoverageOut]):
    """A page of dispositifs; `commitments`: over all of them (null: no slot is published)."""

    commitments: CommitmentsOut | None


def few(
    limit: Annotated[int, Query(ge=1, le=FEW, description="Dispositifs par page.")] = 10,
    after: Annotated[
        str | None,
        Query(alias="cursor", max_length=600, description="Le `next` de la page précédente."),
    ] = None,
) -> Paging:
    """Read the page: of dispositifs, each with all its days."""
    return paging(limit, after)


@router.get("/dispositifs")
def dispositifs(
    who: Who, session: Reading, page: Annotated[Paging, Depends(few)]
) -> Items[DispositifOut]:
    """Énumère les dispositifs que le commanditaire finance, et leurs mois publiés."""
    association = read(session)
    agencies = {one.id: one.name for one in association.agencies}
    mine = _after(_mine(who, association), page)
    months = _months(session, [one.id for one in mine[: page.limit]])

    def shown(one: Dispositif) -> DispositifOut:
        return DispositifOut(
            id=one.id,
            name=one.name,
            agency=one.agency,
            agency_name=agencies.get(one.agency, one.agency),
            hours=one.hours,
            months=months.get(one.id, []),
        )

    return page.of(mine, shown, _key)


@router.get("/couverture", responses=refusals(404))
def coverage(
    who: Who,
    session: Reading,
    page: Annotated[Paging, Depends(few)],
    month: MonthQuery,
    dispositif: Annotated[
        str, Query(max_length=120, description="Ce dispositif seul ; sinon tous.")
    ] = "",
) -> AllCoverageOut:
    """Donne la couverture publiée d’un mois : par jour, site et genre, et les engagements tenus."""
    association = read(session)
    mine = _mine(who, association)
    if dispositif:
        mine = [one for one in mine if one.id == dispositif]
        if not mine:
            raise not_found()
    left = _after(mine, page)
    days = _days(session, month, [one.id for one in left[: page.limit]], association)
    totals = _totals(session, month, [one.id for one in mine])

    def shown(one: Dispositif) -> CoverageOut:
        return CoverageOut(
            dispositif=one.id,
            name=one.name,
            month=month,
            total=totals.get(one.id, NOTHING),
            days=days.get(one.id, []),
        )

    return AllCoverageOut(
        **dict(page.of(left, shown, _key)), commitments=_commitments(totals.values())
    )


NOTHING = Counts(slots=0, minimum=0, target=0, held=0, met=0, full=0, rate=1.0)


def _mine(who: Caller, association: Association) -> list[Dispositif]:
    mine = Reach(who, FUNDERS).dispositifs(association.dispositifs)
    return sorted(mine, key=lambda dispositif: dispositif.id)


def _after(mine: Sequence[Dispositif], page: Paging) -> list[Dispositif]:
    return [one for one in mine if one.id > page.text]


def _key(one: Dispositif) -> tuple[str]:
    return (one.id,)


def _months(session: Session, chosen: Sequence[str]) -> dict[str, list[str]]:
    rows = session.execute(
        select(Slot.dispositif, Slot.month)
        .where(Slot.dispositif.in_(chosen))
        .distinct()
        .order_by(Slot.dispositif, Slot.month)
    )
    table: dict[str, list[str]] = {}
    for dispositif, month in rows:
        table.setdefault(dispositif, []).append(month)
    return table


def _summed() -> tuple[ColumnElement[Any], ...]:
    """Return the sums of `Counts`, and that of posts held which count towards the rate."""
    useful = case((Slot.held < Slot.target, Slot.held), else_=Slot.target)
    return (
        func.count(),
        func.sum(Slot.minimum),
        func.sum(Slot.target),
        func.sum(Slot.held),
        func.sum(case((Slot.held >= Slot.minimum, 1), else_=0)),
        func.sum(case((Slot.held >= Slot.target, 1), else_=0)),
        func.sum(useful),
    )


def _totals(session: Session, month: str, chosen: Sequence[str]) -> dict[str, Counts]:
    rows = session.execute(
        select(Slot.dispositif, *_summed())
        .where(Slot.month == month, Slot.dispositif.in_(chosen))
        .group_by(Slot.dispositif)
    )
    return {dispositif: _counts(*map(int, sums)) for dispositif, *sums in rows}


def _days(
    session: Session, month: str, chosen: Sequence[str], association: Association
) -> dict[str, list[DayOut]]:
    rows = session.execute(
        select(
            Slot.dispositif, Slot.start, Slot.site, Slot.kind, Slot.minimum, Slot.target, Slot.held
        ).where(Slot.month == month, Slot.dispositif.in_(chosen))
    )
    sites = association.site_of
    sums: dict[tuple[str, date, str, str], list[int]] = {}
    for dispositif, start, site, kind, *asked in rows:
        key = (dispositif, start.astimezone(PARIS).date(), site, kind)
        minimum, target, held = asked
        one = (1, minimum, target, held, held >= minimum, held >= target, min(held, target))
        known = sums.setdefault(key, [0] * len(one))
        for place, number in enumerate(one):
            known[place] += number
    table: dict[str, list[DayOut]] = {}
    for (dispositif, on, site, kind), found in sorted(sums.items()):
        day = DayOut(
            **_counts(*found).model_dump(),
            on=on,
            site=site,
            site_name=sites[site].name if site in sites else site,
            kind=kind,
            kind_label=KINDS[SlotKind(kind)],
        )
        table.setdefault(dispositif, []).append(day)
    return table


def _counts(*found: int) -> Counts:
    slots, minimum, target, held, met, full, useful = found
    return Counts(
        slots=slots,
        minimum=minimum,
        target=target,
        held=held,
        met=met,
        full=full,
        rate=round(useful / target, 4) if target else 1.0,
    )


def _commitments(totals: Iterable[Counts]) -> CommitmentsOut | None:
    """Say how far commitments were met, over all dispositifs asked for and not this page alone."""
    found = list(totals)
    slots, posts = sum(one.slots for one in found), sum(one.target for one in found)
    if not slots:
        return None
    useful = sum(one.rate * one.target for one in found)
    return CommitmentsOut(
        minimum_met=round(sum(one.met for one in found) / slots, 4),
        target_met=round(sum(one.full for one in found) / slots, 4),
        posts_held=round(useful / posts, 4) if posts else 1.0,
    )
