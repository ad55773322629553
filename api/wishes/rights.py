"""Rights over wishes: each person enters their own."""

from __future__ import annotations

from api.access.caller import Role
from api.access.rights.rule import Scope, access

WISHES = "/api/v1/moi/souhaits"

ROWS = (
    access("GET", WISHES, Scope.OWN, Role.MEDIATEUR),
    access("POST", WISHES, Scope.OWN, Role.MEDIATEUR),
    access("DELETE", f"{WISHES}/{{key}}", Scope.OWN, Role.MEDIATEUR),
)
