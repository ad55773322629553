"""Rights over markets: who answers for their dispositifs, and who pays for them."""

from __future__ import annotations

from api.access.reach import FUNDERS, OVERSEERS
from api.access.rights.rule import Scope, access

READERS = OVERSEERS | FUNDERS

ROWS = (
    access("GET", "/api/v1/marches", Scope.ROLE, *READERS),
    access("GET", "/api/v1/marches.csv", Scope.ROLE, *READERS),
)
