"""Rights over forecasts: responsables and RH, for the dispositifs for which they answer."""

from __future__ import annotations

from api.access.reach import OVERSEERS
from api.access.rights.rule import Scope, access

ROWS = (access("GET", "/api/v1/responsable/prevision", Scope.ROLE, *OVERSEERS),)
