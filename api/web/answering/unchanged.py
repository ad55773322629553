"""Answer 304 where a client already has what it asks for (RFC 9110, 13.1.2)."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI, Request
from starlette.responses import Response

from api.web.answering.headers import described

RESPONSES: Mapping[int | str, dict[str, Any]] = {
    304: {
        "description": "Rien n’a changé depuis l’ETag donné dans If-None-Match.",
        "headers": described(["ETag"]),
    }
}
"""What the documentation says of a route that may answer so."""


@dataclass
class Unchanged(Exception):  # noqa: N818 - it is the answer, more than an error
    """What is asked for is what the client has: raised before the work of answering is done."""

    tag: str


def add_unchanged(app: FastAPI) -> None:
    """Make the app answer 304 where a dependency raises `Unchanged`."""
    app.add_exception_handler(Unchanged, _answer_unchanged)


def tag_unless_unchanged(request: Request, response: Response, *facts: object) -> None:
    """
    Give an answer the ETag of the facts that it is made from.

    The tag is weak: compression changes the bytes, not what they say. Raises Unchanged: the client
    has an answer with that tag.
    """
    digest = hashlib.sha256(repr(facts).encode()).hexdigest()[:32]
    tag = f'W/"{digest}"'
    seen = request.headers.get("if-none-match", "").split(",")
    if {each.strip() for each in seen} & {tag, f'"{digest}"'}:
        raise Unchanged(tag)
    response.headers["ETag"] = tag


def _answer_unchanged(_: Request, error: Exception) -> Response:
    assert isinstance(error, Unchanged)  # noqa: S101 - registered for it alone
    return Response(status_code=304, headers={"ETag": error.tag})
