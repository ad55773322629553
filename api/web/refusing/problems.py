"""Refusals as `application/problem+json` (RFC 9457), in French, with stable codes."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from http import HTTPStatus
from typing import Annotated, Any

from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.requests import Request

from api.database.engine import COMMITTED
from api.web.answering.headers import described

MEDIA = "application/problem+json"

TITLES = {
    400: "Requête illisible",
    401: "Connexion requise",
    403: "Droits insuffisants",
    404: "Introuvable",
    405: "Méthode refusée",
    408: "Requête trop lente",
    409: "Conflit",
    410: "Disparu",
    412: "Version dépassée",
    413: "Requête trop longue",
    414: "Adresse trop longue",
    415: "Format refusé",
    422: "Données refusées",
    428: "Version à préciser",
    429: "Trop de demandes",
    431: "En-têtes trop longs",
    500: "Défaut du logiciel",
    503: "Service indisponible",
}

SAID = {
    "introuvable": "Rien à cette adresse, ou rien que vous puissiez voir.",
    "version_depassee": (
        "Quelqu’un d’autre a modifié cela entre-temps ; rien de vous n’a été écrit."
    ),
}
"""What is said of these codes, whatever the cause."""

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
"""Methods that ask for no change."""

LATER = frozenset({429, 503})
"""Refusals that say when to ask again."""


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One wrong value: the field, what was received and what was expected, in French."""

    field: Annotated[str, Field(examples=["month"])]
    received: Annotated[str, Field(examples=["2026-13"])] = ""
    expected: Annotated[str, Field(examples=["un mois comme 2026-12"])]


class ProblemOut(BaseModel):
    """Why a request was refused; `code` never changes for one cause, `detail` is for people."""

    type: str = "about:blank"
    title: str = Field(examples=["Données refusées"])
    status: int = Field(examples=[422])
    code: str = Field(examples=["requete_invalide"])
    detail: str = Field(examples=["1 valeur refusée."])
    errors: list[Fault] = []
    current: Any = Field(default=None, description="L’état en vigueur, quand le vôtre est dépassé.")
    yours: Any = Field(default=None, description="L’état dont partait la demande.")


@dataclass
class Refusal(Exception):  # noqa: N818 - it is the answer, more than an error
    """A refusal, raised anywhere below a handler, answered as a problem."""

    status: int
    code: str
    detail: str
    errors: Sequence[Fault] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    current: Any = None
    yours: Any = None


def answered(refusal: Refusal) -> JSONResponse:
    """Write a refusal as a response."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": TITLES.get(refusal.status) or HTTPStatus(refusal.status).phrase,
        "status": refusal.status,
        "code": refusal.code,
        "detail": refusal.detail,
        "errors": [asdict(fault) for fault in refusal.errors],
    }
    if refusal.current is not None or refusal.yours is not None:
        body |= {"current": refusal.current, "yours": refusal.yours}
    return JSONResponse(
        body, status_code=refusal.status, media_type=MEDIA, headers=dict(refusal.headers)
    )


def has_written(request: Request) -> bool:
    """Whether a request for a change has committed one; what a reading notes itself is none."""
    committed = COMMITTED.get()
    return request.method not in SAFE and committed is not None and committed.is_set()


def wrong_value(field: str, expected: str, received: str = "") -> Refusal:
    """Return the 422 of one wrong value."""
    fault = Fault(field=field, received=received, expected=expected)
    return Refusal(422, "requete_invalide", "1 valeur refusée.", errors=[fault])


def not_found() -> Refusal:
    """Return the 404 of a missing thing: the same, to the byte, for one that may not be seen."""
    return Refusal(404, "introuvable", SAID["introuvable"])


def forbidden(
    why: str = "Votre compte n’a pas le rôle que cela demande.",
) -> Refusal:
    """Return the 403 of a caller without the role that the route needs, whatever it names."""
    return Refusal(403, "droits_insuffisants", why)


def out_of_scope(wanted: str | None) -> Refusal:
    """Return the 403 of a service account that wasn't made for what it asks."""
    why = f"Ce compte de service n’a pas la portée « {wanted} », que cela demande."
    return Refusal(403, "scope", why if wanted else "Seule une personne peut demander cela.")


def unauthenticated() -> Refusal:
    """Return the 401 of a request that needs an account."""
    return Refusal(
        401, "connexion_requise", "Connectez-vous.", headers={"WWW-Authenticate": "Bearer"}
    )


def gone_ahead(current: Any, yours: Any, detail: str = "") -> Refusal:
    """Return the 412 of an edit overtaken by another, with both versions, so no work is lost."""
    return Refusal(
        412,
        "version_depassee",
        detail or SAID["version_depassee"],
        current=current,
        yours=yours,
    )


def needs_match() -> Refusal:
    """Return the 428 of an edit that doesn't name the version that it starts from."""
    return Refusal(
        428,
        "version_a_preciser",
        "Donnez dans l’en-tête If-Match l’ETag de la version que vous modifiez (« * » ne suffit "
        "pas).",
    )


def refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the OpenAPI `responses` of refusals; 401, 403, 422 and 503 are those of any route."""
    return {
        status: {
            "description": TITLES[status],
            "content": {MEDIA: {"schema": {"$ref": "#/components/schemas/ProblemOut"}}},
            **({"headers": described(["Retry-After"])} if status in LATER else {}),
        }
        for status in statuses
    }
