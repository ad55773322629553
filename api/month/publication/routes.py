"""Routes that preview and publish a draft, and that answer for its findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import Response
from pydantic import BaseModel, Field

from api.access.door import Router
from api.access.idempotency import AlreadyAnsweredError, OnceKey
from api.access.reach import PLANNERS
from api.access.request import IfMatch, Reading, TheEngine, TheSettings, Who
from api.data.association import Acknowledgement
from api.data.stored.association import read
from api.database.engine import reading
from api.judging.shapes import FindingOut, finding_out
from api.ledger.notices import changes_to_tell
from api.ledger.publications import told_by
from api.month.drafts.access import AssignmentOut, matched, reached
from api.month.places.database import DatabasePlace
from api.month.places.place import DraftVersion
from api.month.publication.acknowledging import acknowledge, found_on
from api.month.publication.publishing import preview, publish
from api.month.publication.shapes import PublishedOut, ToldOut, published_out, told_out
from api.web.answer import Body, Id
from api.web.clock import Now
from api.web.problems import Refusal, refusals
from scheduler.domain.time import PARIS
from scheduler.errors import RoulementError

if TYPE_CHECKING:
    from api.database.tables.ledger import PublicationRow

router = Router(prefix="/api/v1/responsable/plannings/{rota_id}", tags=["publications"])


class PublishIn(Body):
    """
    A publication to make. `regardless`: undo what others published since the draft was begun.

    `seen`: the register's number when it was previewed; if it moved since, nothing is published.
    """

    note: Annotated[
        str,
        Field(
            max_length=240,
            pattern=r"^[^\x00-\x1f\x7f]*$",
            examples=["Planning de mars"],
            description="Gardée pour toujours dans le registre : n’y nommez personne.",
        ),
    ] = ""
    regardless: bool = False
    seen: Annotated[int | None, Field(ge=0, le=2**31 - 1)] = None


class AcknowledgeIn(Body):
    """A finding that one answers for, on a named ground."""

    code: Annotated[str, Field(min_length=3, max_length=120, examples=["holidays-0a1b2c3d4e"])]
    ground: Annotated[
        str,
        Field(
            min_length=1,
            max_length=240,
            pattern=r"^[^\x00-\x1f\x7f]*$",
            examples=["Accord du 12 mars 2026"],
        ),
    ]


class AcknowledgedOut(BaseModel):
    """Who answers for a finding. `new`: recorded by this request."""

    code: str
    by: str
    new: bool


class PreviewOut(BaseModel):
    """
    What publishing would change. `register`: the number of the register's last publication.

    `stopping`: findings that stop it. `inherited`: those that don't, for nothing that this version
    decides is among what proves them (shifts that have begun), and nobody answers for them.
    `overtaken_added` and `overtaken_removed`: what others published since and this version would
    undo. `empty`: nothing would change.
    """

    version: int
    register_number: int
    empty: bool
    stopping: list[FindingOut]
    inherited: list[FindingOut]
    acknowledged: list[FindingOut]
    overtaken_added: list[AssignmentOut]
    overtaken_removed: list[AssignmentOut]
    people: list[ToldOut]


@router.get("/apercu", responses=refusals(404, 409))
def previewed(
    who: Who, engine: TheEngine, settings: TheSettings, rota_id: Id, *, now: Now
) -> PreviewOut:
    """Montre ce que publier changerait, pour qui, et ce qui l’empêche."""
    with reading(engine) as session:
        number = reached(who, session, rota_id).head
    made = preview(DatabasePlace(engine, who), DraftVersion(rota_id, number), now=now)
    notices = changes_to_tell(made.month_change, settings.urgent_hours)
    people = made.frame.problem.mediator_of
    return PreviewOut(
        version=number,
        register_number=made.register,
        empty=made.empty,
        stopping=[finding_out(finding) for finding in made.stopping],
        inherited=[
            finding_out(finding)
            for finding in made.findings
            if finding.blocks and finding.inherited and finding.code not in made.answers.by_code
        ],
        acknowledged=[
            finding_out(answer.finding, answer.acknowledgement.by) for answer in made.answers.acked
        ],
        overtaken_added=[
            AssignmentOut.model_validate(assignment) for assignment in made.overtaken.added
        ],
        overtaken_removed=[
            AssignmentOut.model_validate(assignment) for assignment in made.overtaken.removed
        ],
        people=[
            told_out(person, people[person].name if person in people else person, changes)
            for person, changes in sorted(notices.items())
        ],
    )


@router.post("/publications", status_code=201, responses=refusals(404, 409, 410, 412, 428))
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
    before = once.answered()
    if before is not None:
        return before  # type: ignore[return-value]  # bytes kept of this very answer
    made = list[PublishedOut]()

    def record(session: Reading, row: PublicationRow) -> None:
        if body.seen is not None and row.number != body.seen + 1:
            raise Refusal(
                412,
                "registre_avance",
                "D’autres ont publié depuis votre aperçu : regardez-le de nouveau.",
                current=row.number - 1,
                yours=body.seen,
            )
        made.append(_published(session, row))
        once.record(session, 201, made[-1], {"Location": _place(row.number)})

    try:
        publish(
            DatabasePlace(engine, who, settings, [record]),
            DraftVersion(rota_id, number),
            note=body.note,
            now=now,
            regardless=body.regardless,
        )
    except (AlreadyAnsweredError, RoulementError):
        # Sent twice at once with one key: the other one's answer is this one's.
        before = once.answered()
        if before is None:
            raise
        return before  # type: ignore[return-value]  # as above
    response.headers["Location"] = _place(made[-1].number)
    return made[-1]


def _published(session: Reading, row: PublicationRow) -> PublishedOut:
    return published_out(row, told_by(session, row.number), read(session).mediator_of)


def _place(number: int) -> str:
    return f"/api/v1/responsable/publications/{number}"


@router.post("/acquittements", status_code=201, responses=refusals(404, 409))
def acknowledged(
    who: Who, engine: TheEngine, rota_id: Id, body: AcknowledgeIn, *, now: Now
) -> AcknowledgedOut:
    """Acquitte un constat de la version courante, sur un fondement que la loi permet."""
    with reading(engine) as session:
        row = reached(who, session, rota_id, PLANNERS)
        version, month = DraftVersion(rota_id, row.head), row.month
    acknowledgement = Acknowledgement(
        code=body.code,
        ground=body.ground,
        by=who.name or who.email,
        day=now.astimezone(PARIS).date(),
        month=month,
    )
    made = acknowledge(DatabasePlace(engine, who), found_on(version), acknowledgement)
    return AcknowledgedOut(code=body.code, by=made.acknowledgement.by, new=made.before is None)
