"""Answer each error as a problem, by one table: handlers only raise."""

import logging
from collections.abc import Iterator
from itertools import islice
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api.french.expected import expected, quoted
from api.french.plural import plural
from api.french.quoting import MOST_TOLD
from api.web.answering.unchanged import add_unchanged
from api.web.refusing.problems import SAFE, SAID, Fault, Refusal, answered, has_written, not_found
from scheduler.errors import (
    EncodingMismatchError,
    InvalidProblemError,
    NotInForceError,
    RoulementError,
    SolverCrashError,
    UnlawfulDerogationError,
)

log = logging.getLogger("roulement")

SECRET = ("password", "token", "secret", "code")
"""Fields whose wrong value isn't quoted back."""

REFUSED: dict[type[RoulementError], tuple[int, str]] = {
    InvalidProblemError: (422, "donnees_refusees"),
    NotInForceError: (422, "valeur_inconnue_a_cette_date"),
    UnlawfulDerogationError: (409, "derogation_illegale"),
    EncodingMismatchError: (500, "defaut_du_logiciel"),
    SolverCrashError: (500, "calcul_interrompu"),
}
"""The nearest class of an error decides; 422 is for what is wrong in itself, 409 for a conflict."""

OTHER = (422, "donnees_refusees")


def add_errors(app: FastAPI) -> None:
    """Make the app answer each error as a problem."""
    add_unchanged(app)
    app.add_exception_handler(Refusal, _refusal)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RoulementError, _domain)
    app.add_exception_handler(Exception, bug)


def refusal_of(error: RoulementError) -> Refusal:
    """
    Translate an error of the domain, or of a feature.

    A feature's error may say by itself its `status` and its `code`, list its `errors`, each with
    `where`, `received` and `expected`, and have other fields of its `refusal`.
    """
    status, code = next((REFUSED[kind] for kind in type(error).__mro__ if kind in REFUSED), OTHER)
    status, code = getattr(error, "status", status), getattr(error, "code", code)
    faults = tuple(islice(_faults(error), MOST_TOLD))
    fields: dict[str, Any] = {"detail": SAID.get(code, str(error)), "errors": faults}
    fields |= getattr(error, "refusal", {})
    # By position: only such arguments of an error come back from a process that reads files.
    return Refusal(status, code, fields.pop("detail"), **fields)


def _faults(error: RoulementError) -> Iterator[Fault]:
    for fault in getattr(error, "errors", ()):
        yield Fault(field=fault.where, received=fault.received, expected=fault.expected)


def _refusal(_request: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)  # noqa: S101 - how Starlette types handlers
    return answered(error)


def _invalid(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - as above
    faults = [_fault(fault) for fault in error.errors()]
    many = f"{plural(len(faults), 'valeur refusée', 'valeurs refusées')}."
    return answered(Refusal(422, "requete_invalide", many, errors=faults))


def _fault(error: dict[str, Any]) -> Fault:
    if error["type"] == "json_invalid":
        # The place is that of the character at which the body can't be read on.
        character = error["loc"][-1] + 1
        return Fault(field="body", expected=f"{expected(error)} : faute au caractère {character}")
    where = [str(part) for part in error["loc"]]
    if where[0] == "body" and len(where) > 1:
        where = where[1:]
    secret = any(word in where[-1].lower() for word in SECRET)
    return Fault(
        field=".".join(where), received="" if secret else quoted(error), expected=expected(error)
    )


def _http(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - as above
    match error.status_code:
        case 404:
            refusal = not_found()
        case 405:
            refusal = Refusal(405, "methode_refusee", "Cette adresse ne se lit pas ainsi.")
        case 400:
            refusal = Refusal(400, "requete_illisible", "La requête n’a pas pu être lue.")
        case status:
            refusal = Refusal(status, "requete_refusee", "La requête est refusée.")
    refusal.headers = dict(error.headers or {})
    return answered(refusal)


def _domain(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RoulementError)  # noqa: S101 - as above
    refusal = refusal_of(error)
    if refusal.status == 500:  # noqa: PLR2004 - a defect; 503 asks to try again
        log.error("défaut : %s", type(error).__name__, exc_info=error)
    return answered(refusal)


def bug(request: Request, error: Exception) -> Response:
    """Log a defect of ours, and answer with the id of the request."""
    log.error("défaut : %s", type(error).__name__, exc_info=error)
    if has_written(request):
        state = ", et c’est peut-être écrit : regardez-le avant de recommencer"
    elif request.method in SAFE:
        state = " : la réponse n’a pas pu être donnée. Ce qui est enregistré le reste"
    else:
        state = " : rien n’a été écrit"
    number = getattr(request.state, "request_id", "")
    whose = f"le numéro {number}" if number else "l’heure qu’il est"
    return answered(
        Refusal(
            500,
            "defaut_du_logiciel",
            f"Le logiciel a un défaut{state}. Donnez {whose} à qui tient le service.",
        )
    )
