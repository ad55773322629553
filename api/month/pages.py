"""What programs are given of a month, or of the association, for pages that link to it."""

from api.access.caller import Role
from api.access.door import Router
from api.access.rights.rule import agency
from api.month.documents.routes import documents
from api.month.folder.routes import take

router = Router(include_in_schema=False)
router.add("GET", "/mois/{month}/documents/{kind}", documents, agency(Role.RH, Role.RESPONSABLE))
router.add("GET", "/donnees/importer/association.zip", take, agency(Role.RH))
