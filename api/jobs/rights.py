"""Rights over calculations: who answers for a draft asks for them; RH reads them."""

from __future__ import annotations

from api.access.caller import Role
from api.access.rights.rule import Scope, access

OF_DRAFT = "/api/v1/responsable/plannings/{rota_id}/calculs"
ONE = "/api/v1/responsable/calculs/{job_id}"
READERS = (Role.RESPONSABLE, Role.RH)

ROWS = (
    access("POST", OF_DRAFT, Scope.AGENCY, Role.RESPONSABLE),
    access("POST", "/api/v1/responsable/publications/{number}/rejeu", Scope.AGENCY, *READERS),
    access("GET", OF_DRAFT, Scope.AGENCY, *READERS),
    access("GET", ONE, Scope.AGENCY, *READERS),
    access("DELETE", ONE, Scope.AGENCY, Role.RESPONSABLE),
    access("GET", f"{ONE}/evenements", Scope.AGENCY, *READERS),
    access("POST", f"{ONE}/arret", Scope.AGENCY, Role.RESPONSABLE),
    access("POST", f"{ONE}/variante", Scope.AGENCY, Role.RESPONSABLE),
    access("GET", f"{ONE}/resultat", Scope.AGENCY, *READERS),
)
