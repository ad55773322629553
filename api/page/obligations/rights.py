"""Rights over the page of a month's obligations: RH of the whole association."""

from __future__ import annotations

from api.access.caller import Role
from api.access.rights.rule import Scope, access

ROWS = (access("GET", "/rh/obligations", Scope.AGENCY, Role.RH),)
