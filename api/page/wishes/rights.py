"""Rights over the page of a draft's wishes: those who read the draft."""

from __future__ import annotations

from api.access.caller import Role
from api.access.rights.rule import Scope, access

ROWS = (access("GET", "/plannings/{rota_id}/souhaits", Scope.AGENCY, Role.RESPONSABLE, Role.RH),)
