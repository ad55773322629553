"""The page of requests in the menu."""

from __future__ import annotations

from api.access.reach import OVERSEERS
from api.page.menu import Entry
from api.page.requests.count import ADDRESS

ENTRY = Entry(rank=12, address=ADDRESS, title="Demandes", roles=OVERSEERS)
