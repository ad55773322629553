"""The journal in the menu."""

from __future__ import annotations

from api.access.caller import Role
from api.page.menu import Entry

ENTRY = Entry(rank=61, address="/admin/journal", title="Journal", roles=frozenset({Role.ADMIN}))
