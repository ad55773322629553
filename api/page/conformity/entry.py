"""The findings of published months in the menu."""

from __future__ import annotations

from api.access.caller import Role
from api.page.menu import Entry

MINE = frozenset({Role.RH})
ENTRY = Entry(rank=40, address="/rh", title="Conformité", roles=MINE, landing=MINE)
