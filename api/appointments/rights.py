"""Rights over appointments over HTTP: commanditaires ask, and follow; who plans enters rows."""

from __future__ import annotations

from api.access.caller import Role
from api.access.rights.rule import Scope, access

HERE = "/api/v1/commanditaire/rendez-vous"

ROWS = (
    access("GET", HERE, Scope.ROLE, Role.COMMANDITAIRE),
    access("POST", HERE, Scope.ROLE, Role.COMMANDITAIRE),
    access("POST", f"{HERE}/{{appointment}}/retrait", Scope.AGENCY, Role.COMMANDITAIRE),
)
