"""Rights over a draft's page of locks: deciders of the draft unlock, readers look."""

from __future__ import annotations

from api.access.caller import Role
from api.access.rights.rule import Scope, access

LOCKS = "/plannings/{rota_id}/verrous"

ROWS = (
    access("GET", LOCKS, Scope.AGENCY, Role.RESPONSABLE, Role.RH),
    access("POST", LOCKS, Scope.AGENCY, Role.RESPONSABLE),
)
