"""A month's documents for pages that link to them, at an address of pages."""

from __future__ import annotations

from api.access.caller import Role
from api.access.door import Router
from api.access.rights.rule import agency
from api.month.documents.routes import documents

router = Router(prefix="/mois/{month}", include_in_schema=False)
router.add("GET", "/documents/{kind}", documents, agency(Role.RH, Role.RESPONSABLE))
