"""Put the data of the association in the menu."""

from __future__ import annotations

from api.access.caller import Role
from api.page.menu import Entry

ENTRY = Entry(
    rank=65,
    address="/donnees",
    title="Données",
    roles=frozenset({Role.RESPONSABLE, Role.RH, Role.ADMIN}),
)
