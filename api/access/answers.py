"""Answer errors of accounts and secrets as problems; apart from these, which commands raise too."""

from fastapi import FastAPI, Request
from starlette.responses import Response

from api.access.errors import AccessError, TooManyTriesError, UnknownError
from api.french.words import capital
from api.web.refusing.problems import Fault, Refusal, answered, not_found


def add(app: FastAPI) -> None:
    """Make the app answer these errors as problems."""
    app.add_exception_handler(AccessError, _access)


def refusal_of(error: AccessError) -> Refusal:
    """Translate an error; a thing that the caller doesn't reach is answered as a missing one."""
    if isinstance(error, UnknownError):
        return not_found()
    text = f"{capital(str(error))}."
    faults = []
    if error.field:
        expected = text.rpartition("attendu ")[2].rstrip(".")
        faults = [Fault(field=error.field, received=error.value, expected=expected)]
    headers = {"Retry-After": str(error.seconds)} if isinstance(error, TooManyTriesError) else {}
    return Refusal(error.status, error.code, text, errors=faults, headers=headers)


def _access(_request: Request, error: Exception) -> Response:
    assert isinstance(error, AccessError)  # noqa: S101 - how Starlette types handlers
    return answered(refusal_of(error))
