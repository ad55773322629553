"""Rights over audits of rotas made elsewhere: RH alone."""

from __future__ import annotations

from api.access.caller import Role
from api.access.rights.rule import Scope, access

ROWS = (
    access("POST", "/api/v1/rh/controles", Scope.ROLE, Role.RH),
    access("POST", "/api/v1/rh/controles/documents", Scope.ROLE, Role.RH),
)
