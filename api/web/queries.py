"""Refuse query parameters that a route doesn't know, or that are given twice."""

from collections import Counter
from typing import Any, get_args, get_origin

from fastapi import Request
from fastapi.dependencies.utils import get_flat_params
from fastapi.exceptions import RequestValidationError
from fastapi.params import Query
from fastapi.routing import APIRoute

from api.french.nearest import suggestion

LISTS = frozenset({list, tuple, set, frozenset})

OTHERS_ADD = frozenset({"/api/v1/session/oidc/retour"})
"""
Addresses to which an identity provider sends people back, with what it likes to add.

RFC 6749 §4.1.2: "The client MUST ignore unrecognized response parameters."
"""


def known_only(request: Request) -> None:
    """
    Refuse parameters that the route doesn't know: a filter misspelt would filter nothing.

    A single-valued parameter given twice is refused too: the last value would win in silence.
    Raises RequestValidationError: it lists each refused parameter, and those that are known.
    """
    if not request.url.query:
        return
    route: APIRoute = request.scope["route"]
    if route.path in OTHERS_ADD:
        return
    parameters = _parameters(route)
    names = _names(parameters)
    query = request.query_params
    counts = Counter(name for name, _ in query.multi_items())
    faults = [_fault(name, query[name], names) for name in counts if name not in names]
    single = {parameter.alias for parameter in parameters if not _is_list(parameter)}
    faults += [
        _repeated(name, query[name], count)
        for name, count in counts.items()
        if count > 1 and name in single
    ]
    if faults:
        raise RequestValidationError(faults)


async def known_fields(request: Request) -> None:
    """Refuse fields that a multipart form doesn't know (see `known_only`)."""
    form = await request.form()  # FastAPI has read it, within its own limits
    names = tuple(sorted(request.scope["route"].body_field.field_info.annotation.model_fields))
    faults = [_fault(name, "", names, "body") for name in form if name not in names]
    if faults:
        raise RequestValidationError(faults)


def accepted(route: APIRoute) -> tuple[str, ...]:
    """Return the names of the parameters that a route knows, in alphabetical order."""
    return _names(_parameters(route))


def _parameters(route: APIRoute) -> list[Any]:
    # Read anew at each request that has parameters: less than a millisecond.
    parameters = get_flat_params(route.dependant)
    return [parameter for parameter in parameters if isinstance(parameter.field_info, Query)]


def _names(parameters: list[Any]) -> tuple[str, ...]:
    return tuple(sorted({parameter.alias for parameter in parameters}))


def _is_list(parameter: Any) -> bool:
    annotation = parameter.field_info.annotation
    return any(get_origin(kind) in LISTS for kind in (annotation, *get_args(annotation)))


def _repeated(name: str, value: str, count: int) -> dict[str, Any]:
    expected = f"une seule valeur : ce paramètre est donné {count} fois"
    return {"type": "roulement", "loc": ("query", name), "input": value, "msg": expected}


def _fault(name: str, value: Any, known: tuple[str, ...], place: str = "query") -> dict[str, Any]:
    hint = suggestion(name, known)
    expected = f"aucun paramètre de ce nom{hint}, connus : {', '.join(known) or 'aucun'}"
    written = name.encode("utf-8", "replace").decode()  # half a surrogate can't be answered
    return {"type": "roulement", "loc": (place, written), "input": value, "msg": expected}
