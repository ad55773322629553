"""The whole association as a ZIP, for the page of imports that links to it."""

from __future__ import annotations

from api.access.caller import Role
from api.access.door import Router
from api.access.rights.rule import agency
from api.month.folder.routes import take

router = Router(prefix="/donnees/importer", include_in_schema=False)
router.add("GET", "/association.zip", take, agency(Role.RH))
