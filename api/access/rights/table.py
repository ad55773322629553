"""
The table of rights: who may call which route.

Each feature keeps its rows in its own `rights.py`; `policy()` is all of them. A route that has no
row doesn't start.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from api import modules

if TYPE_CHECKING:
    from collections.abc import Mapping

    from api.access.rights.rule import Access


def policy() -> Mapping[tuple[str, str], Access]:
    """
    Return the table, by method and path.

    Raises
    ------
    ValueError
        Two rows are about the same route.
    """
    table: dict[tuple[str, str], Access] = {}
    for module in modules("*.rights"):
        for row in getattr(module, "ROWS", ()):
            if (row.method, row.path) in table:
                raise ValueError(f"{row.method} {row.path} a deux lignes dans la table des droits")
            table[row.method, row.path] = row
    return table
