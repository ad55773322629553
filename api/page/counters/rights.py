"""Rights over the counters of published months: RH alone."""

from __future__ import annotations

from api.access.caller import Role
from api.access.rights.rule import Scope, access

ROWS = (access("GET", "/rh/compteurs", Scope.ROLE, Role.RH),)
