"""Paramètres d'une adresse: those that a route knows, and no other."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from fastapi import Request
from fastapi.dependencies.utils import get_flat_params
from fastapi.exceptions import RequestValidationError
from fastapi.params import Query

if TYPE_CHECKING:
    from fastapi.routing import APIRoute

OTHERS_ADD = frozenset({"/api/v1/session/oidc/retour"})
"""
Addresses to which an identity provider sends people back, with what it likes to add.

RFC 6749 §4.1.2: "The client MUST ignore unrecognized response parameters."
"""


def known_only(request: Request) -> None:
    """
    Refuse parameters that the route doesn't know: a filter misspelt would filter nothing.

    Raises
    ------
    RequestValidationError
        With each of them, and those that are known.
    """
    if not request.url.query:
        return
    route: APIRoute = request.scope["route"]
    if route.path in OTHERS_ADD:
        return
    known = accepted(route)
    strange = [name for name in dict.fromkeys(request.query_params) if name not in known]
    if strange:
        raise RequestValidationError(
            [_fault(name, request.query_params[name], known) for name in strange]
        )


def accepted(route: APIRoute) -> tuple[str, ...]:
    """Return the names of the parameters that a route knows, in alphabetical order."""
    # Read anew at each request that has parameters: less than a millisecond.
    parameters = get_flat_params(route.dependant)
    return tuple(
        sorted(
            {parameter.alias for parameter in parameters if isinstance(parameter.field_info, Query)}
        )
    )


def _fault(name: str, value: str, known: tuple[str, ...]) -> dict[str, Any]:
    expected = f"aucun paramètre de ce nom (connus : {', '.join(known) or 'aucun'})"
    near = get_close_matches(name, known, n=1)
    if near:
        expected += f" ; voulez-vous dire « {near[0]} » ?"
    written = name.encode("utf-8", "replace").decode()  # half a surrogate can't be answered
    return {"type": "roulement", "loc": ("query", written), "input": value, "msg": expected}
