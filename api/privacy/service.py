"""Give what is kept of a person, and erase it, for who answers for the person."""

import io
import json
import zipfile
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from api.access.accounts.service import by_person
from api.access.caller import Caller, Role
from api.access.errors import UnknownError
from api.access.journal import note
from api.access.reach import ADMINS, HR, Reach
from api.data.stored.association import read
from api.export.csv_table import csv_table, harmless
from api.french.words import after_de, long_date
from api.ledger.subjects import forget
from api.privacy.erasure import Erased, erase
from api.privacy.personal import ABOUT, Sort, personal
from api.settings import Settings
from api.web.refusing.problems import forbidden, wrong_value
from scheduler.domain.people import Mediator
from scheduler.domain.time import civil_day

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date of the files in the archive: the same data give the same bytes."""

READ_ME = """\
Données personnelles {of_whom}
Extraites le {at}

donnees.json : toutes les données, pour un programme.
Les fichiers .csv : les mêmes, une sorte par fichier (points-virgules, UTF-8).

{contents}

Une donnée fausse se corrige sur demande. Tout s’efface sur demande quand la loi n’oblige plus à le
garder : les heures, trois ans après la fin du contrat (code du travail, art. L3245-1).
"""
OF_ASSOCIATION = "tel que l’association l’a saisi"


def archive(sorts: Sequence[Sort], who: str, now: datetime) -> bytes:
    """Return the archive as the bytes of a ZIP file; `who` is the name to write on it."""
    files = {
        "lisez-moi.txt": _read_me(sorts, who, now).encode(),
        "donnees.json": _json(sorts),
        **{
            f"{sort.name}.csv": csv_table(sort.columns, (map(_cell, row) for row in sort.rows))
            for sort in sorts
        },
    }
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(zipfile.ZipInfo(name, EPOCH), content, zipfile.ZIP_DEFLATED)
    return whole.getvalue()


def _read_me(sorts: Sequence[Sort], who: str, now: datetime) -> str:
    contents = "\n".join(
        f"{sort.name}.csv : {ABOUT.get(sort.name, OF_ASSOCIATION)}." for sort in sorts
    )
    at = long_date(civil_day(now))
    return READ_ME.format(of_whom=after_de(who), at=at, contents=contents)


def _json(sorts: Sequence[Sort]) -> bytes:
    content = {
        sort.name: [dict(zip(sort.columns, row, strict=True)) for row in sort.rows]
        for sort in sorts
    }
    return json.dumps(content, ensure_ascii=False, indent=2).encode()


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "oui" if value else "non"
        case str():
            return harmless(value)
        case int() | float():
            return str(value)
        case _:
            return harmless(json.dumps(value, ensure_ascii=False))


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
