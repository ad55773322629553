"""Rights over why posts are open: readers of a draft read, its deciders do what is proposed."""

from __future__ import annotations

from api.access.caller import Role
from api.access.rights.rule import Scope, access

HOLES = "/plannings/{rota_id}/trous"
HOLE = f"{HOLES}/{{slot_id}}"

ROWS = (
    access("GET", HOLES, Scope.AGENCY, Role.RESPONSABLE, Role.RH),
    access("GET", HOLE, Scope.AGENCY, Role.RESPONSABLE, Role.RH),
    access("POST", HOLE, Scope.AGENCY, Role.RESPONSABLE),
)
