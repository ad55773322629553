"""Routes that preview a draft and publish it."""

from dataclasses import dataclass

from fastapi import Response
from pydantic import BaseModel

from api.access.caller import Role, ServiceScope
from api.access.door import Router
from api.access.idempotency import OnceKey
from api.access.request import IfMatch, TheEngine, TheSettings, Who
from api.access.rights.rule import agency
from api.database.engine import reading
from api.judging.shapes import FindingOut, finding_out
from api.ledger.notices import changes_to_tell
from api.month.drafts.access import AssignmentOut, matched, reached
from api.month.places.database import DatabasePlace
from api.month.places.place import DraftVersion
from api.month.publication.publishing import (
    ChangeCounts,
    change_counts,
    changes_of,
    preview,
)
from api.month.publication.service import place_of, publish_once
from api.month.publication.shapes import (
    PersonChangesOut,
    PublishedOut,
    PublishIn,
    person_changes_out,
)
from api.web.addresses import Id
from api.web.clock import Now
from api.web.refusing.problems import refusals

router = Router(
    prefix="/api/v1/responsable/plannings/{rota_id}",
    tags=["publications"],
    caller="l’intégrateur qui a son propre écran de planning",
    service=ServiceScope.PUBLISH,
)


@dataclass(frozen=True, kw_only=True)
class PreviewCounts(ChangeCounts):
    """
    What publishing would change, in numbers.

    `open_posts`: people whom slots want and don't have; `under_minimum`: those of them under a
    minimum.
    """

    open_posts: int
    under_minimum: int


class PreviewOut(BaseModel):
    """
    What publishing would change. `register`: the number of the register's last publication.

    `stopping`: findings that stop it. `inherited`: those that don't, for nothing that this version
    decides is among what proves them (shifts that have begun), and nobody answers for them.
    `overtaken_added` and `overtaken_removed`: what others published since and this version would
    undo; `overtaken_by`, the last publication that did it: until that is taken over (`reprises`),
    this version can't be published. `empty`: nothing would change. `markets`: months that it plans
    20 % over or under what a market pays for, in French.
    """

    version: int
    register_number: int
    empty: bool
    overtaken_by: int | None
    counts: PreviewCounts
    stopping: list[FindingOut]
    inherited: list[FindingOut]
    acknowledged: list[FindingOut]
    markets: list[str]
    overtaken_added: list[AssignmentOut]
    overtaken_removed: list[AssignmentOut]
    people: list[PersonChangesOut]


@router.get("/apercu", may=agency(Role.RH, Role.RESPONSABLE), responses=refusals(404, 409))
def previewed(
    who: Who,
    engine: TheEngine,
    settings: TheSettings,
    rota_id: Id,
    *,
    now: Now,
) -> PreviewOut:
    """Montre ce que publier changerait, pour qui, et ce qui l’empêche."""
    with reading(engine) as session:
        number = reached(who, session, rota_id).head
    ready = preview(DatabasePlace(engine, who), DraftVersion(rota_id, number), now=now)
    answers, overtaken = ready.answers, ready.overtaken
    inherited = [
        finding
        for finding in ready.findings
        if finding.blocks and finding.inherited and finding.code not in answers.by_code
    ]
    counts = change_counts(changes_of(ready), now, settings.urgent_hours)
    notices = changes_to_tell(ready.month_change, settings.urgent_hours)
    return PreviewOut(
        version=number,
        register_number=ready.register,
        empty=ready.empty,
        overtaken_by=None if overtaken.by is None else overtaken.by.number,
        counts=PreviewCounts(
            **vars(counts),
            open_posts=ready.posts.open,
            under_minimum=ready.posts.under,
        ),
        stopping=[finding_out(finding) for finding in ready.stopping],
        inherited=[finding_out(finding) for finding in inherited],
        acknowledged=[finding_out(each.finding, each.acknowledgement.by) for each in answers.acked],
        markets=list(ready.market_notes),
        overtaken_added=[AssignmentOut.model_validate(each) for each in overtaken.added],
        overtaken_removed=[AssignmentOut.model_validate(each) for each in overtaken.removed],
        people=person_changes_out(dict(sorted(notices.items())), ready.frame.problem.mediator_of),
    )


@router.post(
    "/publications",
    may=agency(Role.RESPONSABLE),
    status_code=201,
    responses=refusals(404, 409, 410, 412, 428),
    sends=("Location",),
)
def publication(
    who: Who,
    engine: TheEngine,
    settings: TheSettings,
    rota_id: Id,
    *,
    match: IfMatch,
    once: OnceKey,
    now: Now,
    body: PublishIn,
    response: Response,
) -> PublishedOut:
    """
    Publie la version courante : les agendas et les courriels suivent, ou rien n’est fait.

    La même version publiée deux fois est refusée (409, `rien_a_publier`) ; une Idempotency-Key
    permet de renvoyer la demande sans risque.
    """
    with reading(engine) as session:
        number = matched(who, session, rota_id, match)
    published = publish_once(
        who, DraftVersion(rota_id, number), body, once=once, settings=settings, now=now
    )
    if isinstance(published, PublishedOut):
        response.headers["Location"] = place_of(published.number)
    return published  # type: ignore[return-value]  # or the bytes kept of this very answer
