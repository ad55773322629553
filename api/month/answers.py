"""Turn errors of drafts and publications into HTTP problems."""

from collections.abc import Iterable
from typing import Any

from fastapi import FastAPI, Request
from starlette.responses import Response

from api.french.plural import plural
from api.french.words import capital
from api.judging.shapes import finding_out
from api.ledger.errors import EmptyPublicationError, MovedError
from api.month.errors import (
    BadRequestError,
    BlockedError,
    DiscardedError,
    LockedError,
    OpenPostsError,
    OvertakenError,
    StaleVersionError,
    UnknownDraftError,
)
from api.web.refusing.problems import Fault, Refusal, answered, gone_ahead, not_found
from scheduler.domain.problem import Assignment
from scheduler.errors import RoulementError

KNOWN = (
    BadRequestError,
    BlockedError,
    DiscardedError,
    EmptyPublicationError,
    LockedError,
    MovedError,
    OpenPostsError,
    OvertakenError,
    StaleVersionError,
    UnknownDraftError,
)
SHOWN = 50
"""How many findings a refusal lists."""


def add(app: FastAPI) -> None:
    """Register the handlers that answer these errors as HTTP problems."""
    for kind in KNOWN:
        app.add_exception_handler(kind, _rotas)


def refusal_of(error: RoulementError) -> Refusal:
    """Return the HTTP refusal for an error of a draft or of a publication."""
    match error:
        case UnknownDraftError():
            refusal = not_found()
        case StaleVersionError():
            current = _changed(error) | {"version": error.current}
            refusal = gone_ahead(current, {"version": error.yours})
        case BadRequestError():
            faults = [
                Fault(field=wrong.field, received=wrong.received, expected=wrong.expected)
                for wrong in error.wrong
            ]
            many = f"{plural(len(faults), 'valeur refusée', 'valeurs refusées')}."
            refusal = Refusal(422, "donnees_refusees", many, errors=faults)
        case BlockedError():
            findings = [
                finding_out(finding).model_dump(mode="json") for finding in error.findings[:SHOWN]
            ]
            blocking = {"findings": findings, "count": len(error.findings)}
            refusal = Refusal(409, "constats_bloquants", str(error), current=blocking)
        case OvertakenError():
            refusal = Refusal(409, "publie_entre_temps", str(error), current=_changed(error))
        case OpenPostsError():
            counts = {"open_posts": error.posts.open, "under_minimum": error.posts.under}
            refusal = Refusal(error.status, error.code, str(error), current=counts)
        case LockedError():
            locks = [
                {"person": lock.mediator, "slot": lock.slot, "by": lock.by, "why": lock.why}
                for lock in error.locks
            ]
            detail = f"{capital(str(error))}."
            refusal = Refusal(409, "verrouille_entre_temps", detail, current={"locks": locks})
        case EmptyPublicationError():
            refusal = Refusal(409, "rien_a_publier", str(error))
        case DiscardedError():
            refusal = Refusal(409, "planning_abandonne", str(error))
        case _:
            wait = {"Retry-After": "2"}
            refusal = Refusal(503, "donnees_en_mouvement", str(error), headers=wait)
    return refusal


def _changed(error: StaleVersionError | OvertakenError) -> dict[str, Any]:
    return {"added": pairs(error.added), "removed": pairs(error.removed)}


def pairs(assignments: Iterable[Assignment]) -> list[dict[str, Any]]:
    """Write assignments as JSON objects: the ids of a person and of a slot."""
    return [{"person": assignment.mediator, "slot": assignment.slot} for assignment in assignments]


def _rotas(_request: Request, error: Exception) -> Response:
    return answered(refusal_of(error))  # type: ignore[arg-type]  # how Starlette types handlers
