"""Markets in the menu."""

from __future__ import annotations

from api.markets.routes import READERS
from api.page.menu import Entry

ENTRY = Entry(rank=51, address="/marches", title="Marchés", roles=READERS)
