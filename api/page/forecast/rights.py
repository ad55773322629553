"""Rights over the page of forecasts: responsables and RH, for their dispositifs."""

from __future__ import annotations

from api.access.reach import OVERSEERS
from api.access.rights.rule import Scope, access

ROWS = (access("GET", "/prevision", Scope.ROLE, *OVERSEERS),)
