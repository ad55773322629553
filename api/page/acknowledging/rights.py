"""Rights to answer for a finding: those who decide the draft have them."""

from __future__ import annotations

from api.access.caller import Role
from api.access.rights.rule import Scope, access

ROWS = (
    access("GET", "/plannings/{rota_id}/acquittements", Scope.AGENCY, Role.RESPONSABLE),
    access("POST", "/plannings/{rota_id}/acquittements", Scope.AGENCY, Role.RESPONSABLE),
)
