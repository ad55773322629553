"""Routes that give people what is kept of them, and erase it once nothing asks to keep it."""

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import Response
from pydantic import Field

from api.access.caller import Role
from api.access.door import Router
from api.access.request import TheSettings, Who, Writing
from api.access.rights.rule import Programs, agency, own
from api.data.rows.readers import LONGEST
from api.privacy import service
from api.privacy.erasure import Erased
from api.web.addresses import Ident
from api.web.answering.answer import Body
from api.web.answering.download import MEDIA, download
from api.web.refusing.problems import refusals
from api.web.texts import Line

router = Router(
    prefix="/api/v1/personnes",
    tags=["vie privée"],
    caller="l’outil qui répond aux demandes RGPD",
    service=Programs.NONE,
)

ARCHIVE: dict[int | str, dict[str, Any]] = {
    200: {"content": {MEDIA["zip"]: {}}, "description": "Une archive ZIP."}
}


class Erase(Body):
    """
    Why someone is erased.

    `force`: before the time for which the law asks to keep their hours is over; an administrator's
    alone, and with a reason.
    """

    reason: Annotated[str, Line(2 * LONGEST), Field(examples=["Demande du 3 mars 2030"])] = ""
    force: bool = False


@router.get(
    "/{person}/donnees",
    may=own(),
    response_class=Response,
    responses={**ARCHIVE, **refusals(404)},
)
def data_of(person: Ident, who: Who, session: Writing) -> Response:
    """
    Donne tout ce qui est gardé d’une personne, en archive : à elle-même, ou aux RH.

    Un compte qui n’est celui de personne donne ici son propre numéro (`GET /api/v1/moi`).
    """
    content = service.data_of(session, who, person, datetime.now(UTC))
    return download(content, "donnees-personnelles.zip")


@router.post("/{person}/effacement", may=agency(Role.ADMIN, Role.RH), responses=refusals(404, 409))
def erase_person(
    person: Ident, body: Erase, who: Who, session: Writing, settings: TheSettings
) -> Erased:
    """Efface une personne et son compte ; les plannings publiés restent, sans elle."""
    reason, force, now = body.reason, body.force, datetime.now(UTC)
    return service.erase_person(session, who, settings, person, reason=reason, force=force, now=now)
