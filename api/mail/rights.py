"""Rights over the delivery of publications: those who answer for people may read it."""

from __future__ import annotations

from api.access.reach import OVERSEERS
from api.access.rights.rule import Scope, access

ROWS = (access("GET", "/api/v1/responsable/publications/{number}/remises", Scope.ROLE, *OVERSEERS),)
