"""The page of appointments in the menu; a référent finds it on the page of their own shifts."""

from __future__ import annotations

from api.access.caller import Role
from api.page.menu import Entry

ENTRY = Entry(
    rank=52,
    address="/rendez-vous",
    title="Rendez-vous",
    roles=frozenset({Role.COMMANDITAIRE, Role.RESPONSABLE}),
)
