"""Put the import in the menu of those who may replace the whole association."""

from __future__ import annotations

from api.access.caller import Role
from api.page.menu import Entry

ENTRY = Entry(
    rank=70,
    address="/donnees/importer",
    title="Importer",
    roles=frozenset({Role.RH, Role.ADMIN}),
    everywhere=True,
)
