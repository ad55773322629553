"""
Who may call what: one table, by method and path, which is also what opens the doors.

Each area of the API keeps its rows in its own file here; `policy()` is all of them. A route that
has no row doesn't start.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from api.access.policy.rule import Access, Scope

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Access", "Scope", "policy"]


def policy() -> Mapping[tuple[str, str], Access]:
    """
    Return the table, by method and path.

    Raises
    ------
    ValueError
        Two rows speak of one route.
    """
    table: dict[tuple[str, str], Access] = {}
    for found in iter_modules(__path__):
        for row in getattr(import_module(f"{__name__}.{found.name}"), "ROWS", ()):
            if (row.method, row.path) in table:
                raise ValueError(f"{row.method} {row.path} a deux lignes dans la table des droits")
            table[row.method, row.path] = row
    return table
