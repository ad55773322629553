"""Search the journal by author, deed, object and time, the newest first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.data.association import Association
from api.database.tables.access import TrailRow, UserRow
from api.database.tables.asking import LeaveRow, SwapRow
from api.database.tables.jobs import JobRow
from api.database.tables.month import RotaRow
from api.french.words import after_de, month_name, short_date
from api.planning.names import person_name
from scheduler.domain.time import civil_day, midnight


@dataclass(frozen=True, kw_only=True)
class Search:
    """
    What is looked for (empty or None: anything), from one civil day to another, both included.

    `agencies`: those whose deeds may be seen (None: all, and what is no agency's).
    """

    user: str = ""
    action: str = ""
    about: str = ""
    object_id: str = ""
    agency: str = ""
    agencies: frozenset[str] | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, kw_only=True)
class Deed:
    """One deed; `name` is its author's (empty: no account any more, or the command line)."""

    number: int
    at: datetime
    user: str
    name: str
    action: str
    about: str
    object: str
    agency: str
    detail: Any
    request: str


def deeds(session: Session, wanted: Search, *, limit: int, before: int | None = None) -> list[Deed]:
    """Return deeds, the newest first, older than the one whose number is `before`."""
    query = (
        select(TrailRow, UserRow.name)
        .outerjoin(UserRow, UserRow.id == TrailRow.user)
        .order_by(TrailRow.id.desc())
        .limit(limit)
    )
    exact = {
        TrailRow.user: wanted.user,
        TrailRow.action: wanted.action,
        TrailRow.about: wanted.about,
        TrailRow.object: wanted.object_id,
        TrailRow.agency: wanted.agency,
    }
    for column, value in exact.items():
        if value:
            query = query.where(column == value)
    if wanted.agencies is not None:
        query = query.where(TrailRow.agency.in_(wanted.agencies), TrailRow.agency != "")
    if wanted.since is not None:
        query = query.where(TrailRow.at >= midnight(wanted.since))
    if wanted.until is not None:
        query = query.where(TrailRow.at < midnight(wanted.until + timedelta(days=1)))
    if before is not None:
        query = query.where(TrailRow.id < before)
    return [
        Deed(
            number=row.id,
            at=row.at,
            user=row.user,
            name=name or "",
            action=row.action,
            about=row.about,
            object=row.object,
            agency=row.agency,
            detail=row.detail,
            request=row.request,
        )
        for row, name in session.execute(query)
    ]


def titles_of(
    session: Session, some: Iterable[Deed], association: Association
) -> Mapping[str, str]:
    """Return the names of what deeds were done to, by id; what is gone or unnamed has none."""
    objects = {about: {d.object for d in some if d.about == about} for about in NAMED}
    users = select(UserRow.id, UserRow.name, UserRow.email).where(UserRow.id.in_(objects["compte"]))
    rotas = select(RotaRow.id, RotaRow.title, RotaRow.month).where(
        RotaRow.id.in_(objects["planning"])
    )
    jobs = (
        select(JobRow.id, RotaRow.title, RotaRow.month)
        .join(RotaRow, RotaRow.id == JobRow.rota)
        .where(JobRow.id.in_(objects["calcul"]))
    )
    names = {id_: name or email for id_, name, email in session.execute(users)}
    for query in (rotas, jobs):
        names |= {id_: title or month_name(month) for id_, title, month in session.execute(query)}
    for row in (LeaveRow, SwapRow):
        those = select(row.id, row.mediator, row.requested).where(row.id.in_(objects[ASKED[row]]))
        for id_, person, at in session.execute(those):
            day = short_date(civil_day(at))
            names[id_] = f"demande {after_de(person_name(association, person))} du {day}"
    return names


ASKED: Mapping[type[LeaveRow | SwapRow], str] = {LeaveRow: "conge", SwapRow: "echange"}
"""Requests, which an administrator knows by who asked when: not by the days off, nor by the why."""

NAMED = ("compte", "planning", "calcul", *ASKED.values())
"""What deeds are done to that an administrator knows by a name."""
