"""Put accounts in the menu."""

from __future__ import annotations

from api.access.caller import Role
from api.page.menu import Entry

ENTRY = Entry(rank=60, address="/admin/comptes", title="Comptes", roles=frozenset({Role.ADMIN}))
