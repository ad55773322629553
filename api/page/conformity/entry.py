"""The findings of published months in the menu."""

from __future__ import annotations

from api.access.caller import Role
from api.page.menu import Entry

ENTRY = Entry(rank=40, address="/rh", title="Conformité", roles=frozenset({Role.RH}))
