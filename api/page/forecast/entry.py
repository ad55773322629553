"""Forecasts in the menu."""

from __future__ import annotations

from api.access.reach import OVERSEERS
from api.page.menu import Entry

ENTRY = Entry(rank=15, address="/prevision", title="Prévision", roles=OVERSEERS)
