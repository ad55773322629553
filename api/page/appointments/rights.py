"""Rights over the pages of appointments: who pays asks, who plans decides, référents among them."""

from __future__ import annotations

from api.access.caller import Role
from api.access.rights.rule import Scope, access

WHO = (Role.COMMANDITAIRE, Role.RESPONSABLE, Role.MEDIATEUR)

ROWS = (
    access("GET", "/rendez-vous", Scope.ROLE, *WHO),
    access("POST", "/rendez-vous", Scope.ROLE, *WHO),
    access("GET", "/rendez-vous/{appointment}", Scope.AGENCY, *WHO),
    access("POST", "/rendez-vous/{appointment}", Scope.AGENCY, *WHO),
)
