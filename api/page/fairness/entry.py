"""Accounts of fairness in the menu."""

from __future__ import annotations

from api.access.reach import OVERSEERS
from api.page.menu import Entry

ENTRY = Entry(rank=14, address="/equite", title="Équité", roles=OVERSEERS)
