"""Rights over the screen that replaces somebody away: whoever decides the month."""

from __future__ import annotations

from api.access.caller import Role
from api.access.rights.rule import Scope, access

REPLACE = "/plannings/{rota_id}/remplacer"

ROWS = (
    access("POST", "/mois/{month}/remplacer", Scope.AGENCY, Role.RESPONSABLE),
    access("GET", REPLACE, Scope.AGENCY, Role.RESPONSABLE, Role.RH),
    access("POST", REPLACE, Scope.AGENCY, Role.RESPONSABLE),
)
