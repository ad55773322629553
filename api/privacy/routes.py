"""Routes that give people what is kept of them, and erase it once nothing asks to keep it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import Response
from pydantic import Field

from api.access.accounts.service import by_person
from api.access.caller import Caller, Role
from api.access.door import Router
from api.access.errors import UnknownError
from api.access.journal import note
from api.access.reach import ADMINS, HR, Reach
from api.access.request import Reading, TheSettings, Who, Writing
from api.access.rights.rule import agency, own
from api.data.rows.readers import LONGEST
from api.data.stored.association import read
from api.ledger.subjects import forget
from api.privacy.archive import archive
from api.privacy.erasure import Erased, erase
from api.privacy.personal import personal
from api.web.addresses import Ident
from api.web.answer import Body
from api.web.download import MEDIA, download
from api.web.problems import forbidden, refusals, wrong_value
from api.web.texts import Line
from scheduler.domain.people import Mediator

router = Router(
    prefix="/api/v1/personnes", tags=["vie privée"], caller="l’outil qui répond aux demandes RGPD"
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
    if person in (who.person, who.user):
        person, user, name = who.person, who.user, who.name
    else:
        mediator, account = _person_of(session, who, person, HR), by_person(session, person)
        user, name = "" if account is None else account.id, mediator.name
    content = archive(personal(session, person=person, user=user), name, datetime.now(UTC))
    note(session, who, "exporter", "personne", person or user)
    return download(content, "donnees-personnelles.zip")


@router.post("/{person}/effacement", may=agency(Role.ADMIN, Role.RH), responses=refusals(404, 409))
def erase_person(
    person: Ident, body: Erase, who: Who, session: Writing, settings: TheSettings
) -> Erased:
    """Efface une personne et son compte ; les plannings publiés restent, sans elle."""
    mediator = _person_of(session, who, person, HR | ADMINS)
    reason = " ".join(body.reason.split())
    if body.force and not Reach(who, ADMINS).area(mediator.agency):
        raise forbidden()
    if body.force and not reason:
        raise wrong_value("reason", "le motif d’un effacement forcé")
    forced = reason if body.force else ""
    now = datetime.now(UTC)
    return erase(session, who, settings, person, now=now, forget=forget, forced=forced)


def _person_of(session: Reading, who: Caller, person: str, roles: frozenset[Role]) -> Mediator:
    """Return a person within the caller's reach; any other is answered as unknown."""
    mediator = read(session).mediator_of.get(person)
    if mediator is None or not Reach(who, roles).area(mediator.agency):
        raise UnknownError
    return mediator
