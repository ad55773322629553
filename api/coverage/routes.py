"""Routes that show a commanditaire how far the slots of their dispositifs are covered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Query

from api.access.door import Router
from api.access.errors import UnknownError
from api.access.reach import FUNDERS, Reach
from api.access.request import Reading, Who
from api.coverage.service import Counts, coverage_of, months_of
from api.coverage.shapes import (
    AllCoverageOut,
    CommitmentsOut,
    CoverageOut,
    DayOut,
    DispositifOut,
)
from api.coverage.shapes import Counts as CountsOut
from api.data.stored.association import read
from api.french.words import KINDS
from api.web.answer import Items
from api.web.months import MonthQuery
from api.web.paging import Paging, paging
from api.web.problems import refusals
from scheduler.domain.slots import SlotKind

if TYPE_CHECKING:
    from api.access.caller import Caller
    from api.coverage.service import DayAtSite
    from api.data.association import Association, Dispositif

router = Router(prefix="/api/v1/commanditaire", tags=["commanditaire"])
FEW = 50


def few(
    limit: Annotated[int, Query(ge=1, le=FEW, description="Dispositifs par page.")] = 10,
    after: Annotated[
        str | None,
        Query(alias="cursor", max_length=600, description="Le `next` de la page précédente."),
    ] = None,
) -> Paging:
    """Read the page: of dispositifs, each with all its days."""
    return paging(limit, after)


FewPage = Annotated[Paging, Depends(few)]


@router.get("/dispositifs")
def dispositifs(who: Who, session: Reading, page: FewPage) -> Items[DispositifOut]:
    """Énumère les dispositifs que le commanditaire finance, et leurs mois publiés."""
    association = read(session)
    agencies = {agency.id: agency.name for agency in association.agencies}
    left = [dispositif for dispositif in _mine(who, association) if dispositif.id > page.text]
    months = months_of(session, [dispositif.id for dispositif in left[: page.limit]])

    def shown(dispositif: Dispositif) -> DispositifOut:
        return DispositifOut(
            id=dispositif.id,
            name=dispositif.name,
            agency=dispositif.agency,
            agency_name=agencies.get(dispositif.agency, dispositif.agency),
            hours=dispositif.hours,
            months=months.get(dispositif.id, []),
        )

    return page.of(left, shown, lambda dispositif: (dispositif.id,))


@router.get("/couverture", responses=refusals(404))
def coverage(
    who: Who,
    session: Reading,
    page: FewPage,
    month: MonthQuery,
    dispositif: Annotated[
        str, Query(max_length=120, description="Ce dispositif seul ; sinon tous.")
    ] = "",
) -> AllCoverageOut:
    """Donne la couverture publiée d’un mois : par jour, site et genre, et les engagements tenus."""
    association = read(session)
    mine = [funded for funded in _mine(who, association) if dispositif in ("", funded.id)]
    if dispositif and not mine:
        raise UnknownError
    published = coverage_of(session, month, [funded.id for funded in mine])

    def shown(dispositif: Dispositif) -> CoverageOut:
        days = published.get(dispositif.id, {})
        return CoverageOut(
            dispositif=dispositif.id,
            name=dispositif.name,
            month=month,
            total=CountsOut.model_validate(sum(days.values(), Counts())),
            days=[_day(day, counts, association) for day, counts in days.items()],
        )

    left = [funded for funded in mine if funded.id > page.text]
    return AllCoverageOut(
        **dict(page.of(left, shown, lambda funded: (funded.id,))),
        commitments=_commitments(
            sum((counts for days in published.values() for counts in days.values()), Counts())
        ),
    )


def _mine(who: Caller, association: Association) -> list[Dispositif]:
    mine = Reach(who, FUNDERS).dispositifs(association.dispositifs)
    return sorted(mine, key=lambda dispositif: dispositif.id)


def _day(day: DayAtSite, counts: Counts, association: Association) -> DayOut:
    site = association.site_of.get(day.site)
    return DayOut(
        **CountsOut.model_validate(counts).model_dump(),
        on=day.on,
        site=day.site,
        site_name=day.site if site is None else site.name,
        kind=day.kind,
        kind_label=KINDS[SlotKind(day.kind)],
    )


def _commitments(counts: Counts) -> CommitmentsOut | None:
    """Say how far commitments were met, over all dispositifs asked for and not this page alone."""
    if not counts.slots:
        return None
    return CommitmentsOut(
        minimum_met=counts.minimum_met, target_met=counts.target_met, posts_held=counts.rate
    )
