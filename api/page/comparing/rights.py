"""Rights over a draft's versions: its planners list, compare and come back to them."""

from __future__ import annotations

from api.access.caller import Role
from api.access.rights.rule import Scope, access

DRAFT = "/plannings/{rota_id}"

ROWS = (
    access("GET", f"{DRAFT}/comparer", Scope.AGENCY, Role.RESPONSABLE),
    access("GET", f"{DRAFT}/historique", Scope.AGENCY, Role.RESPONSABLE),
    access("POST", f"{DRAFT}/historique", Scope.AGENCY, Role.RESPONSABLE),
)
