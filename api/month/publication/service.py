"""Publish a draft for a caller, once for each key; acknowledge its findings in their name."""

from datetime import datetime

from fastapi.responses import Response
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from api.access.caller import Caller
from api.access.idempotency import AlreadyAnsweredError, Once
from api.access.reach import PLANNERS
from api.data.association import Acknowledgement
from api.data.stored.association import read
from api.database.engine import reading
from api.database.tables.ledger import PublicationRow
from api.ledger.history import notified_changes
from api.month.drafts.access import reached
from api.month.places.database import DatabasePlace
from api.month.places.place import DraftVersion
from api.month.publication.acknowledging import Answered, acknowledge, found_on
from api.month.publication.publishing import publish
from api.month.publication.shapes import AcknowledgeIn, PublishedOut, PublishIn, published_out
from api.settings import Settings
from api.web.refusing.problems import Refusal
from scheduler.domain.time import civil_day
from scheduler.errors import RoulementError


def publish_once(
    caller: Caller,
    version: DraftVersion,
    request: PublishIn,
    *,
    once: Once,
    settings: Settings,
    now: datetime,
    shown: str | None = None,
) -> PublishedOut | Response:
    """
    Publish a version that the caller may decide, with what follows, or do nothing.

    A request sent again with its key does nothing, and returns the answer of the first request.
    `shown`: which open posts a page showed (see `publish`). Raises `Refusal`: others published
    since the register was `seen` (412), or the key was used for another request; others as
    `publish`.
    """
    before = once.answered()
    if before is not None:
        return before
    answers = list[PublishedOut]()

    def record(session: Session, row: PublicationRow) -> None:
        if request.seen is not None and row.number != request.seen + 1:
            raise Refusal(
                412,
                "registre_avance",
                "D’autres ont publié depuis votre aperçu : regardez-le de nouveau.",
                current=row.number - 1,
                yours=request.seen,
            )
        people = read(session).mediator_of
        answers.append(published_out(row, notified_changes(session, row.number), people))
        once.record(session, 201, answers[-1], {"Location": place_of(row.number)})

    try:
        publish(
            DatabasePlace(once.engine, caller, settings, [record]),
            version,
            note=request.note,
            now=now,
            open_posts=request.open_posts,
            shown=shown,
        )
    except (AlreadyAnsweredError, RoulementError):
        # Sent twice at once with one key: the other one's answer is this one's.
        before = once.answered()
        if before is None:
            raise
        return before
    return answers[-1]


def acknowledge_for(
    caller: Caller, engine: Engine, rota: str, request: AcknowledgeIn, *, now: datetime
) -> Answered:
    """
    Acknowledge a finding of a draft's current version in the caller's name.

    Raises `UnknownError` as `reached`; `BadRequestError` or `AcknowledgementError` as
    `acknowledge`.
    """
    with reading(engine) as session:
        row = reached(caller, session, rota, PLANNERS)
        version, month = DraftVersion(rota, row.head), row.month
    acknowledgement = Acknowledgement(
        code=request.code,
        ground=request.ground,
        by=caller.name or caller.email,
        day=civil_day(now),
        month=month,
    )
    return acknowledge(DatabasePlace(engine, caller), found_on(version), acknowledgement)


def place_of(number: int) -> str:
    """Return the URL of a publication in the API."""
    return f"/api/v1/responsable/publications/{number}"
