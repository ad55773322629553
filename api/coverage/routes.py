"""The coverage of a month over HTTP: no field is about a person, neither a name nor an id."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from fastapi import Depends, Query, Response
from pydantic import BaseModel, Field

from api.access.caller import Role
from api.access.door import Router
from api.access.request import Reading, Who
from api.access.rights.rule import agency
from api.coverage.documents import coverage_csv, coverage_pdf
from api.coverage.service import (
    DayAtSite,
    FundedCoverage,
    coverage_of,
    funded,
    minimum_met,
    rate,
    target_met,
)
from api.data.stored.association import read
from api.french.words import KINDS
from api.planning.names import Names, names_of
from api.web.answering.answer import Items
from api.web.answering.download import MEDIA, download
from api.web.child_process import turn
from api.web.clock import Now
from api.web.months import MonthQuery, first_of
from api.web.paging import Paging, paging
from api.web.refusing.problems import refusals
from scheduler.domain.posts import Posts
from scheduler.domain.slots import SlotKind
from scheduler.domain.time import civil_day

router = Router(
    prefix="/api/v1/commanditaire",
    tags=["commanditaire"],
    caller="le tableau de bord d’un commanditaire",
)
FEW = 50


class CoverageFormat(StrEnum):
    """How coverage is answered: as JSON, a page of dispositifs at a time, or whole as a file."""

    JSON = "json"
    CSV = "csv"
    PDF = "pdf"


class Counts(BaseModel):
    """
    Slots, and posts over all of them (see `scheduler.domain.posts`).

    `minimum` and `target`: posts asked for; `filled`: posts held; `under`: posts open under a
    minimum; `met`: slots at their minimum; `full`: slots at their target. `rate`: posts held on
    those targeted, what one need has too many making up for no other (null: none was targeted).
    """

    slots: int
    minimum: int
    target: int
    filled: int
    under: int
    met: int
    full: int
    rate: float | None


class CoverageDayOut(Counts):
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
    days: list[CoverageDayOut]


class CommitmentsOut(BaseModel):
    """
    Shares, at most 1: of slots at their minimum, at their target; of posts held.

    `posts_held` is null where no post was targeted.
    """

    minimum_met: float
    target_met: float
    posts_held: float | None


class AllCoverageOut(Items[CoverageOut]):
    """A page of dispositifs; `commitments`: over all of them (null: no slot is published)."""

    commitments: CommitmentsOut | None


def few(
    limit: Annotated[int, Query(ge=1, le=FEW, description="Dispositifs par page (JSON).")] = 10,
    after: Annotated[
        str | None,
        Query(alias="cursor", max_length=600, description="Le `next` de la page précédente."),
    ] = None,
) -> Paging:
    """Read which page of dispositifs is asked for; each one comes with all its days."""
    return paging(limit, after)


@router.get(
    "/couverture",
    may=agency(Role.COMMANDITAIRE),
    response_model=AllCoverageOut,
    responses={
        200: {"content": {MEDIA["csv"]: {}, MEDIA["pdf"]: {}}, "description": "La couverture."},
        **refusals(404),
    },
)
def coverage(
    who: Who,
    session: Reading,
    page: Annotated[Paging, Depends(few)],
    month: MonthQuery,
    *,
    dispositif: Annotated[
        str, Query(max_length=120, description="Ce dispositif seul ; sinon tous.")
    ] = "",
    form: Annotated[
        CoverageFormat, Query(alias="format", description="JSON, ou un fichier.")
    ] = CoverageFormat.JSON,
    now: Now,
) -> AllCoverageOut | Response:
    """Donne la couverture publiée d’un mois, et les engagements tenus ; personne n’y est nommé."""
    association = read(session)
    published = coverage_of(session, month, funded(who, association, dispositif))
    if form is CoverageFormat.CSV:
        return download(coverage_csv(published, association), f"couverture-{month}.csv")
    if form is CoverageFormat.PDF:
        with turn():
            content = coverage_pdf(published, first_of(month), civil_day(now))
        return download(content, f"couverture-{month}.pdf")
    names = names_of(association)
    shown = page.of(
        [each for each in published if each.dispositif.id > page.text],
        lambda each: _coverage(each, month, names),
        lambda each: (each.dispositif.id,),
    )
    total = sum((each.total for each in published), Posts())
    return AllCoverageOut(**dict(shown), commitments=_commitments(total))


def _coverage(coverage: FundedCoverage, month: str, names: Names) -> CoverageOut:
    return CoverageOut(
        dispositif=coverage.dispositif.id,
        name=coverage.dispositif.name,
        month=month,
        total=Counts(**_counts(coverage.total)),
        days=[_day(day, posts, names) for day, posts in coverage.days.items()],
    )


def _day(day: DayAtSite, posts: Posts, names: Names) -> CoverageDayOut:
    return CoverageDayOut(
        **_counts(posts),
        on=day.on,
        site=day.site,
        site_name=names.site(day.site),
        kind=day.kind,
        kind_label=KINDS[SlotKind(day.kind)],
    )


def _counts(posts: Posts) -> dict[str, Any]:
    return {**vars(posts), "filled": posts.have, "rate": rate(posts)}


def _commitments(posts: Posts) -> CommitmentsOut | None:
    """Say how far commitments were met, over all dispositifs asked for and not this page alone."""
    at_minimum, at_target = minimum_met(posts), target_met(posts)
    if at_minimum is None or at_target is None:
        return None
    return CommitmentsOut(minimum_met=at_minimum, target_met=at_target, posts_held=rate(posts))
