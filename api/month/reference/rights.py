"""Who may read what forms and grids are drawn with: those who fill them in."""

from __future__ import annotations

from api.access.caller import Role
from api.access.rights.rule import Scope, access

ROWS = (access("GET", "/api/v1/responsable/referentiel", Scope.ROLE, Role.RESPONSABLE, Role.RH),)
