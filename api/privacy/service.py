"""Give what is kept of a person, and erase it, for who answers for the person."""

from datetime import datetime

from sqlalchemy.orm import Session

from api.access.accounts.service import by_person
from api.access.caller import Caller, Role
from api.access.errors import UnknownError
from api.access.journal import note
from api.access.reach import ADMINS, HR, Reach
from api.data.stored.association import read
from api.ledger.subjects import forget
from api.privacy.archive import archive
from api.privacy.erasure import Erased, erase
from api.privacy.personal import personal
from api.settings import Settings
from api.web.refusing.problems import forbidden, wrong_value
from scheduler.domain.people import Mediator


def data_of(session: Session, who: Caller, person: str, now: datetime) -> bytes:
    """
    Return the archive of all that is kept of a person, in a `writing` session.

    `person`: an id; a caller may give their own, or their account's. UnknownError: nobody for whom
    RH answer here has it.
    """
    if person in (who.person, who.user):
        person, user, name = who.person, who.user, who.name
    else:
        mediator, account = person_of(session, who, person, HR), by_person(session, person)
        user, name = "" if account is None else account.id, mediator.name
    content = archive(personal(session, person=person, user=user), name, now)
    note(session, who, "exporter", "personne", person or user)
    return content


def erase_person(
    session: Session,
    who: Caller,
    settings: Settings,
    person: str,
    *,
    now: datetime,
    reason: str = "",
    force: bool = False,
) -> Erased:
    """
    Erase a person and their account, in a `writing` session (see `erase` for what it raises).

    `force`: before the time for which the law asks to keep their hours is over; an administrator's
    alone (Refusal: 403), and with a reason (Refusal: 422).
    """
    mediator = person_of(session, who, person, HR | ADMINS)
    why = " ".join(reason.split())
    if force and not Reach(who, ADMINS).area(mediator.agency):
        raise forbidden()
    if force and not why:
        raise wrong_value("reason", "le motif d’un effacement forcé")
    forced = why if force else ""
    return erase(session, who, settings, person, now=now, forget=forget, forced=forced)


def person_of(session: Session, who: Caller, person: str, roles: frozenset[Role]) -> Mediator:
    """Return a person within the caller's reach; any other is answered as unknown."""
    mediator = read(session).mediator_of.get(person)
    if mediator is None or not Reach(who, roles).area(mediator.agency):
        raise UnknownError
    return mediator
