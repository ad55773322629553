"""Rights over the findings of published months: RH alone."""

from __future__ import annotations

from api.access.caller import Role
from api.access.rights.rule import Scope, access

ROWS = (
    access("GET", "/rh", Scope.ROLE, Role.RH),
    access("GET", "/rh/constat", Scope.ROLE, Role.RH),
)
