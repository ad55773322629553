"""Open what would fill a post as a draft of its own, beside the one asked about."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import Session

from api.access.caller import Caller
from api.access.reach import PLANNERS
from api.database.tables.month import RotaRow
from api.ledger.history import whole
from api.month.drafts.access import reached
from api.month.errors import BadRequestError, Wrong
from api.month.frames import frame_of
from api.month.places.drafts import assignments_of, seen_by, version_of
from api.month.versions.keeping import VARIANT, begin_beside
from api.month.versions.operations import Operation, Verb, adding, applied
from scheduler.domain.problem import Assignment


def operations_of(added: Iterable[Assignment], removed: Iterable[Assignment]) -> list[Operation]:
    """
    Return the gestures that take assignments away, then add others.

    Raises `BadRequestError`: there are none: a proposal that does nothing isn't one of ours.
    """
    operations = [
        *(Operation(verb=Verb.REMOVE, slot=a.slot, person=a.mediator) for a in removed),
        *adding(added),
    ]
    if not operations:
        expected = "au moins une personne à mettre ou à retirer"
        raise BadRequestError([Wrong(field="add", received="rien", expected=expected)])
    return operations


def open_beside(
    session: Session,
    caller: Caller,
    draft: str,
    number: int,
    *,
    added: Iterable[Assignment],
    removed: Iterable[Assignment],
) -> RotaRow:
    """
    Begin a draft that is a version of another one with some assignments added and removed.

    Raises `UnknownError` or `UnknownDraftError`: there is no such draft or version, or the caller
    doesn't decide it; `BadRequestError`: there are no such changes, or the version doesn't allow
    them (see `applied`).
    """
    origin = reached(caller, session, draft, PLANNERS)
    version_of(session, draft, number)
    before = assignments_of(session, draft, number)
    after = applied(frame_of(whole(session), origin), before, operations_of(added, removed))
    return begin_beside(
        session,
        caller,
        origin,
        origin.month,
        after,
        title=f"Variante de v{number}",  # names nobody: titles outlive people
        seen=seen_by(session, draft, number),
        noted={"variante_de": origin.id},
        origin=VARIANT,
    )
