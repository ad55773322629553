"""The list of plannings in the menu."""

from __future__ import annotations

from api.access.caller import Role
from api.page.menu import Entry

ENTRY = Entry(
    rank=10,
    address="/plannings",
    title="Plannings",
    roles=frozenset({Role.RESPONSABLE, Role.RH}),
    landing=frozenset({Role.RESPONSABLE}),
)
