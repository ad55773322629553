"""Rights over the page of trainings: responsables and RH, for their people."""

from __future__ import annotations

from api.access.reach import OVERSEERS
from api.access.rights.rule import Scope, access

ROWS = (access("GET", "/formations", Scope.ROLE, *OVERSEERS),)
