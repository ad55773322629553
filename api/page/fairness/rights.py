"""Rights over the page of fairness: responsables and RH, for those of whom they answer."""

from __future__ import annotations

from api.access.reach import OVERSEERS
from api.access.rights.rule import Scope, access

ROWS = (access("GET", "/equite", Scope.ROLE, *OVERSEERS),)
