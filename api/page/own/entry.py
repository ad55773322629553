"""One's own shifts in the menu."""

from __future__ import annotations

from api.access.caller import Role
from api.page.menu import Entry

ENTRY = Entry(rank=50, address="/moi", title="Mes services", roles=frozenset({Role.MEDIATEUR}))
