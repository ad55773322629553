"""Rights over answering for a finding: those of who decides the draft."""

from __future__ import annotations

from api.access.caller import Role
from api.access.rights.rule import Scope, access

ROWS = (
    access("GET", "/plannings/{rota_id}/acquittements", Scope.AGENCY, Role.RESPONSABLE),
    access("POST", "/plannings/{rota_id}/acquittements", Scope.AGENCY, Role.RESPONSABLE),
)
