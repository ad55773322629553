"""Routes that show a commanditaire how far the slots of their dispositifs are covered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Query, Response

from api.access.caller import Role
from api.access.door import Router
from api.access.request import Reading, Who
from api.access.rights.rule import agency, role
from api.coverage.documents import coverage_csv, coverage_pdf
from api.coverage.service import (
    coverage_of,
    funded,
    funded_coverage,
    minimum_met,
    months_of,
    rate,
    target_met,
)
from api.coverage.shapes import (
    AllCoverageOut,
    CommitmentsOut,
    Counts,
    CoverageDayOut,
    CoverageOut,
    FundedDispositifOut,
)
from api.data.stored.association import read
from api.french.words import KINDS
from api.web.answer import Items
from api.web.child_process import turn
from api.web.clock import Now
from api.web.months import MonthQuery, first_of
from api.web.paging import Paging, paging
from api.web.problems import refusals
from scheduler.domain.posts import Posts
from scheduler.domain.slots import SlotKind
from scheduler.domain.time import PARIS

if TYPE_CHECKING:
    from api.coverage.service import DayAtSite
    from api.data.association import Association, Dispositif

router = Router(prefix="/api/v1/commanditaire", tags=["commanditaire"])
FEW = 50
CSV = "text/csv; charset=utf-8"
PDF = "application/pdf"
OneDispositif = Annotated[
    str, Query(max_length=120, description="Ce dispositif seul ; sinon tous.")
]


def few(
    limit: Annotated[int, Query(ge=1, le=FEW, description="Dispositifs par page.")] = 10,
    after: Annotated[
        str | None,
        Query(alias="cursor", max_length=600, description="Le `next` de la page précédente."),
    ] = None,
) -> Paging:
    """Read which page of dispositifs is asked for; each one comes with all its days."""
    return paging(limit, after)


FewPage = Annotated[Paging, Depends(few)]


@router.get("/dispositifs", may=role(Role.COMMANDITAIRE))
def dispositifs(who: Who, session: Reading, page: FewPage) -> Items[FundedDispositifOut]:
    """Énumère les dispositifs que le commanditaire finance, et leurs mois publiés."""
    association = read(session)
    agencies = {agency.id: agency.name for agency in association.agencies}
    left = [dispositif for dispositif in funded(who, association) if dispositif.id > page.text]
    months = months_of(session, [dispositif.id for dispositif in left[: page.limit]])

    def shown(dispositif: Dispositif) -> FundedDispositifOut:
        return FundedDispositifOut(
            id=dispositif.id,
            name=dispositif.name,
            agency=dispositif.agency,
            agency_name=agencies.get(dispositif.agency, dispositif.agency),
            hours=dispositif.hours,
            months=months.get(dispositif.id, []),
        )

    return page.of(left, shown, lambda dispositif: (dispositif.id,))


@router.get("/couverture", may=agency(Role.COMMANDITAIRE), responses=refusals(404))
def coverage(
    who: Who,
    session: Reading,
    page: FewPage,
    month: MonthQuery,
    dispositif: OneDispositif = "",
) -> AllCoverageOut:
    """Donne la couverture publiée d’un mois : par jour, site et genre, et les engagements tenus."""
    association = read(session)
    mine = funded(who, association, dispositif)
    left = [each for each in mine if each.id > page.text]
    published = {each.dispositif.id: each for each in coverage_of(session, month, mine)}

    def shown(dispositif: Dispositif) -> CoverageOut:
        coverage = published[dispositif.id]
        return CoverageOut(
            dispositif=dispositif.id,
            name=dispositif.name,
            month=month,
            total=_counts(coverage.total),
            days=[_day(day, posts, association) for day, posts in coverage.days.items()],
        )

    return AllCoverageOut(
        **dict(page.of(left, shown, lambda each: (each.id,))),
        commitments=_commitments(sum((each.total for each in published.values()), Posts())),
    )


@router.get(
    "/couverture.csv",
    may=agency(Role.COMMANDITAIRE),
    response_class=Response,
    responses={200: {"content": {CSV: {}}, "description": "Le tableau."}, **refusals(404)},
)
def table(
    who: Who, session: Reading, month: MonthQuery, dispositif: OneDispositif = ""
) -> Response:
    """Donne la couverture publiée d’un mois en CSV, sans personne."""
    association = read(session)
    published = funded_coverage(session, who, association, month, dispositif)
    return _file(coverage_csv(published, association), f"couverture-{month}.csv", CSV)


@router.get(
    "/couverture.pdf",
    may=agency(Role.COMMANDITAIRE),
    response_class=Response,
    responses={200: {"content": {PDF: {}}, "description": "Le document."}, **refusals(404)},
)
def document(
    who: Who, session: Reading, month: MonthQuery, *, dispositif: OneDispositif = "", now: Now
) -> Response:
    """Donne la couverture publiée d’un mois en PDF, un dispositif par ligne, sans personne."""
    published = funded_coverage(session, who, read(session), month, dispositif)
    made = now.astimezone(PARIS).date()
    with turn():
        content = coverage_pdf(published, first_of(month), made)
    return _file(content, f"couverture-{month}.pdf", PDF)


def _file(content: bytes, name: str, media: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media, headers=headers)


def _day(day: DayAtSite, posts: Posts, association: Association) -> CoverageDayOut:
    site = association.site_of.get(day.site)
    return CoverageDayOut(
        **_counts(posts).model_dump(),
        on=day.on,
        site=day.site,
        site_name=day.site if site is None else site.name,
        kind=day.kind,
        kind_label=KINDS[SlotKind(day.kind)],
    )


def _counts(posts: Posts) -> Counts:
    return Counts(
        slots=posts.slots,
        minimum=posts.minimum,
        target=posts.target,
        filled=posts.have,
        under=posts.under,
        met=posts.met,
        full=posts.full,
        rate=rate(posts),
    )


def _commitments(posts: Posts) -> CommitmentsOut | None:
    """Say how far commitments were met, over all dispositifs asked for and not this page alone."""
    at_minimum, at_target = minimum_met(posts), target_met(posts)
    if at_minimum is None or at_target is None:
        return None
    return CommitmentsOut(minimum_met=at_minimum, target_met=at_target, posts_held=rate(posts))
