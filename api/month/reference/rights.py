"""Say who may read labels, colours and days: people who fill in forms and grids."""

from __future__ import annotations

from api.access.caller import Role
from api.access.rights.rule import Scope, access

ROWS = (access("GET", "/api/v1/responsable/referentiel", Scope.ROLE, Role.RESPONSABLE, Role.RH),)
