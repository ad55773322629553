"""Trainings in the menu."""

from __future__ import annotations

from api.access.reach import OVERSEERS
from api.page.menu import Entry

ENTRY = Entry(rank=16, address="/formations", title="Formations", roles=OVERSEERS)
