"""Answer errors of requests and entries as problems."""

from fastapi import FastAPI, Request
from starlette.responses import Response

from api.asking.errors import (
    AskingError,
    ConflictError,
    PassedError,
    UnknownError,
    WrongValuesError,
)
from api.ledger.errors import EmptyPublicationError, MovedError
from api.month.errors import DraftError
from api.web.refusing import errors
from api.web.refusing.problems import Fault, Refusal, answered, gone_ahead, not_found
from scheduler.errors import RoulementError

REFUSED = (AskingError, DraftError, EmptyPublicationError, MovedError)
"""Errors of requests, and of the publication of a swap."""


def add(app: FastAPI) -> None:
    """Make the app answer these errors as problems."""
    app.add_exception_handler(AskingError, _asking)


def refusal_of(error: RoulementError) -> Refusal:
    """Translate an error: a wrong value is 422, what the present state doesn't allow is 409."""
    match error:
        case UnknownError():
            return not_found()
        case PassedError():
            return gone_ahead(error.current, error.yours)
        case WrongValuesError():
            faults = [
                Fault(field=wrong.field, received=wrong.value, expected=wrong.expected)
                for wrong in error.wrong
            ]
            return Refusal(422, error.code, str(error), errors=faults)
        case ConflictError():
            return Refusal(409, error.code, str(error), current=error.current)
        case _:
            return errors.refusal_of(error)


def _asking(_request: Request, error: Exception) -> Response:
    assert isinstance(error, AskingError)  # noqa: S101 - how Starlette types handlers
    return answered(refusal_of(error))
