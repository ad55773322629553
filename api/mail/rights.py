"""Rights over the delivery of publications: those who answer for people may read it."""

from __future__ import annotations

from api.access.reach import OVERSEERS
from api.access.rights.rule import Scope, access

ALL = "/api/v1/responsable"

ROWS = (
    access("GET", f"{ALL}/publications/{{number}}/remises", Scope.ROLE, *OVERSEERS),
    access("GET", f"{ALL}/plannings/{{rota_id}}/remises", Scope.AGENCY, *OVERSEERS),
)
