"""Rights over the page of markets: as over HTTP."""

from __future__ import annotations

from api.access.rights.rule import Scope, access
from api.markets.rights import READERS

ROWS = (access("GET", "/marches", Scope.ROLE, *READERS),)
