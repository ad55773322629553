"""Routes that give people what is kept of them, and erase it once nothing asks to keep it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import Response
from pydantic import BaseModel, Field

from api.access.accounts.administration import overseen
from api.access.accounts.service import by_person
from api.access.caller import Caller, Role
from api.access.door import Router
from api.access.errors import UnknownError
from api.access.journal import note
from api.access.reach import ADMINS, HR, Reach
from api.access.request import Reading, TheSettings, Who, Writing
from api.access.rights.rule import ACCOUNT, agency
from api.data.rows.readers import LONGEST
from api.data.stored.association import read
from api.ledger.subjects import forget
from api.privacy.archive import archive
from api.privacy.erasure import erase, erase_account
from api.privacy.personal import personal
from api.web.answer import Body, Id, Ident
from api.web.problems import Fault, Refusal, forbidden, refusals
from api.web.texts import Line
from scheduler.domain.people import Mediator

router = Router(prefix="/api/v1", tags=["vie privée"])

ZIP = "application/zip"
ARCHIVE: dict[int | str, dict[str, Any]] = {
    200: {"content": {ZIP: {}}, "description": "Une archive ZIP."}
}


class Erase(Body):
    """
    Why someone is erased.

    `force`: before the time for which the law asks to keep their hours is over; an administrator's
    alone, and with a reason.
    """

    reason: Annotated[str, Line(2 * LONGEST), Field(examples=["Demande du 3 mars 2030"])] = ""
    force: bool = False


class ErasedOut(BaseModel):
    """How many rows of the association went, and whether an account did."""

    rows: int
    account: bool


@router.get("/moi/donnees", may=ACCOUNT, response_class=Response, responses=ARCHIVE)
def mine(who: Who, session: Writing) -> Response:
    """Donne tout ce qui est gardé de la personne connectée, en archive."""
    return _archive_of(session, who, who.person, who.user, who.name)


@router.get(
    "/rh/personnes/{person}/donnees",
    may=agency(Role.RH),
    response_class=Response,
    responses={**ARCHIVE, **refusals(404)},
)
def theirs(person: Ident, who: Who, session: Writing) -> Response:
    """Donne tout ce qui est gardé d’une personne, en archive."""
    mediator = _person_of(session, who, person, HR)
    account = by_person(session, person)
    return _archive_of(session, who, person, "" if account is None else account.id, mediator.name)


@router.post(
    "/rh/personnes/{person}/effacement",
    may=agency(Role.ADMIN, Role.RH),
    responses=refusals(404, 409),
)
def erase_person(
    person: Ident, body: Erase, who: Who, session: Writing, settings: TheSettings
) -> ErasedOut:
    """Efface une personne et son compte ; les plannings publiés restent, sans elle."""
    mediator = _person_of(session, who, person, HR | ADMINS)
    reason = " ".join(body.reason.split())
    if body.force and not Reach(who, ADMINS).area(mediator.agency):
        raise forbidden()
    if body.force and not reason:
        raise Refusal(
            422,
            "requete_invalide",
            "1 valeur refusée.",
            errors=[Fault(field="reason", expected="le motif d’un effacement forcé")],
        )
    done = erase(
        session,
        who,
        settings,
        person,
        now=datetime.now(UTC),
        forget=forget,
        forced=reason if body.force else "",
    )
    return ErasedOut(rows=done.rows, account=done.account)


@router.delete(
    "/admin/comptes/{user_id}",
    may=agency(Role.ADMIN),
    status_code=204,
    responses=refusals(404, 409),
)
def erase_one_account(user_id: Id, who: Who, session: Writing) -> None:
    """Efface un compte, ses courriels et ses abonnements ; ce que sa personne a fait reste."""
    account = overseen(session, who, user_id)
    erase_account(session, who, account.user)


def _person_of(session: Reading, who: Caller, person: str, roles: frozenset[Role]) -> Mediator:
    """Return a person within the caller's reach; any other is answered as unknown."""
    mediator = read(session).mediator_of.get(person)
    if mediator is None or not Reach(who, roles).area(mediator.agency):
        raise UnknownError
    return mediator


def _archive_of(session: Reading, who: Caller, person: str, user: str, name: str) -> Response:
    now = datetime.now(UTC)
    content = archive(personal(session, person=person, user=user), name, now)
    note(session, who, "exporter", "personne", person or user)
    return Response(
        content,
        media_type=ZIP,
        headers={"Content-Disposition": 'attachment; filename="donnees-personnelles.zip"'},
    )
