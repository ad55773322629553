"""Rights over the page of the register: RH alone."""

from __future__ import annotations

from api.access.caller import Role
from api.access.rights.rule import Scope, access

ROWS = (access("GET", "/rh/registre", Scope.ROLE, Role.RH),)
