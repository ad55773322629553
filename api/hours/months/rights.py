"""Rights over published months: one's own shifts and counters, RH's findings and counters."""

from __future__ import annotations

from api.access.caller import Role
from api.access.rights.rule import Scope, access

ROWS = (
    access("GET", "/api/v1/moi/services", Scope.OWN, Role.MEDIATEUR),
    access("GET", "/api/v1/moi/compteurs", Scope.OWN, Role.MEDIATEUR),
    access("GET", "/api/v1/moi/equipe", Scope.OWN, Role.MEDIATEUR),
    access("GET", "/api/v1/rh/constats", Scope.ROLE, Role.RH),
    access("GET", "/api/v1/rh/compteurs", Scope.ROLE, Role.RH),
)
