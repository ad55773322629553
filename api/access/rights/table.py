"""
Who may call what: one table, by method and path, which is also what opens the doors.

Each feature keeps its rows in its own `rights.py`; `policy()` is all of them. A route that has no
row doesn't start.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import walk_packages
from typing import TYPE_CHECKING

import api

if TYPE_CHECKING:
    from collections.abc import Mapping

    from api.access.rights.rule import Access


def policy() -> Mapping[tuple[str, str], Access]:
    """
    Return the table, by method and path.

    Raises
    ------
    ValueError
        Two rows speak of one route.
    """
    table: dict[tuple[str, str], Access] = {}
    for module in walk_packages(api.__path__, "api."):
        if not module.name.endswith(".rights") or module.ispkg:
            continue
        for row in getattr(import_module(module.name), "ROWS", ()):
            if (row.method, row.path) in table:
                raise ValueError(f"{row.method} {row.path} a deux lignes dans la table des droits")
            table[row.method, row.path] = row
    return table
