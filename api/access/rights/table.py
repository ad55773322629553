"""The table of rights: who may call which route, collected from the routes themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from starlette.routing import BaseRoute

from api.access.rights.rule import Access

Rights = Mapping[tuple[str, str], Access]
"""Who may call, by method and path."""


def rights_of(routes: Iterable[BaseRoute]) -> Rights:
    """
    Return the table of these routes, after a check of each.

    Raises ValueError: a route doesn't say who may call it (it wasn't declared through
    `api.access.door`), or two answer the same method and path.
    """
    table: dict[tuple[str, str], Access] = {}
    for route in routes:
        path: str = getattr(route, "path", "")
        access: Access | None = getattr(route, "access", None)
        if access is None:
            raise ValueError(f"{path} ne dit pas qui peut l’appeler (api.access.door.Router)")
        for method in sorted(getattr(route, "methods", None) or ()):
            if (method, path) in table:
                raise ValueError(f"{method} {path} est déclaré deux fois")
            table[method, path] = access
    return table
