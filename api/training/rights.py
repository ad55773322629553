"""Rights over trainings: responsables and RH, for the people for whom they answer."""

from __future__ import annotations

from api.access.reach import OVERSEERS
from api.access.rights.rule import Scope, access

ROWS = (access("GET", "/api/v1/responsable/formations", Scope.ROLE, *OVERSEERS),)
