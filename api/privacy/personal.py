"""
Gather all that is kept of a person, to be given to them (RGPD, art. 15 and 20).

It holds reasons of absences, so only the person and RH may ask for it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Select, Text, or_, select, type_coerce
from sqlalchemy.orm import Session

from api.access.secrets.secret import Kind
from api.data.rows.forms import Nature
from api.data.rows.kinds import KINDS
from api.data.stored import rows
from api.data.stored.history import about
from api.data.tables.rows import RowChangeRow
from api.database.base import Base, canonical
from api.database.tables.access import GrantRow, TokenRow, TrailRow, UserRow
from api.database.tables.asking import LeaveRow, SwapRow, WorkedRow
from api.database.tables.controls import ControlFileRow
from api.database.tables.devices import PasskeyRow, PushRow
from api.database.tables.events import EventRow
from api.database.tables.feeds import FeedEventRow, FeedRow
from api.database.tables.jobs import PROBLEM, JobRow
from api.database.tables.ledger import (
    CalendarRevisionRow,
    EntryRow,
    PublicationRow,
    PublishedRow,
    ReceiptRow,
    RemovalRow,
    SubjectRow,
)
from api.database.tables.mail import MailRow
from api.database.tables.payroll import PaidRow

HIDDEN = frozenset(
    {"password", "hash", "oidc_subject", "credential", "public_key", "auth", "endpoint"}
)
"""Columns that prove an identity and tell nothing of anybody: they never leave."""

LINKS = frozenset({Kind.INVITATION.value, Kind.RESET.value})
"""Kinds of mails whose text opens the account while they wait: RH must not read it here."""

SWAP = ("id", "mediator", "other", "gives", "takes", "note", "state", "asked", "decided", "answer")
ONLY = {
    "publications": ("number", "month", "made"),
    "echanges": SWAP,
    "controles": ("part", "name"),
    "problemes": ("id", "asked", "ended"),
    "annonces": ("id", "type", "at"),
}
"""
Columns to give of rows shared with others: findings on the other person of a swap are theirs, and
so are the shifts in a file and the people of a month.
"""


ABOUT = {
    "compte": "le compte",
    "droits": "ce que le compte peut faire",
    "secrets": "sessions, jetons et liens, sans ce qui les ouvre",
    "notifications": "appareils prévenus des changements",
    "cles": "appareils qui se connectent sans mot de passe, sans ce qui les reconnaît",
    "abonnements": "abonnements de calendrier",
    "services": "services publiés, tels qu’ils sont en vigueur",
    "publications": "quand ces services furent publiés",
    "registre": "ce que chaque publication a changé",
    "prevenances_publiees": "ce que chaque publication a annoncé",
    "evenements": "ce que les abonnements de calendrier ont montré",
    "annonces": "événements, lus ou reçus par d’autres programmes, qui la nomment",
    "retraits": "services retirés avant leur début, tels qu’un dossier importé les disait",
    "revisions": "formations et absences importées avec leurs calendriers",
    "conges_demandes": "congés demandés",
    "echanges": "échanges demandés ou reçus",
    "heures_faites": "heures réellement faites",
    "paies": "ce que les paies closes ont dit de la personne",
    "courriels_envoyes": "courriels envoyés",
    "controles": "fichiers en cours de contrôle, par leur nom ; d’autres personnes y sont nommées",
    "problemes": "problèmes envoyés à calculer, sans leurs lignes ; d’autres y sont nommés",
    "historique": "ce qui fut changé des lignes qui la nomment, avant et après",
    "journal": "ce que la personne a fait, et ce qui fut fait de ses données",
}
"""What each sort holds, beside the association's own (`personnes`, `contrats`…)."""


@dataclass(frozen=True, kw_only=True)
class Sort:
    """One sort of data: its name, its columns, its rows in the order of the columns."""

    name: str
    columns: tuple[str, ...]
    rows: Sequence[Sequence[Any]]


def personal(session: Session, *, person: str = "", user: str = "") -> tuple[Sort, ...]:
    """
    Return all that is kept of a person and of an account, by sort, without empty sorts.

    `person` and `user` are ids (empty: none). Values are as JSON has them.
    """
    sorts = [*_association(session, person), *_sorts(session, person, user)]
    return tuple(sort for sort in sorts if sort.rows)


def _association(session: Session, person: str) -> Iterator[Sort]:
    if not person:
        return
    for kind in KINDS.values():
        columns = tuple(kind.model.model_fields)
        # Of a list of people, it is theirs that they are in it, and not who else is.
        own = {
            column.field: [person]
            for column in kind.columns.values()
            if column.names == "personnes" and column.nature is Nature.IDENTS
        }
        values = [{**entry.values, **own} for entry in rows.of_person(session, kind, person)]
        yield Sort(
            name=kind.name,
            columns=columns,
            rows=[[row[column] for column in columns] for row in values],
        )


def _sorts(session: Session, person: str, user: str) -> Iterator[Sort]:
    subject = select(SubjectRow.id).where(SubjectRow.mediator == person)
    numbers = select(EntryRow.publication).where(EntryRow.subject.in_(subject))
    ids = sorted({person, user} - {""})
    of_account: dict[str, Select[Any]] = {
        "compte": select(UserRow).where(UserRow.id == user),
        "droits": select(GrantRow).where(GrantRow.user == user).order_by(GrantRow.id),
        "secrets": select(TokenRow).where(TokenRow.user == user).order_by(TokenRow.made),
        "notifications": select(PushRow).where(PushRow.user == user).order_by(PushRow.made),
        "cles": select(PasskeyRow).where(PasskeyRow.user == user).order_by(PasskeyRow.made),
        "abonnements": select(FeedRow).where(FeedRow.user == user).order_by(FeedRow.made),
        "courriels_envoyes": select(MailRow).where(MailRow.user == user).order_by(MailRow.made),
        "controles": select(ControlFileRow)
        .where(ControlFileRow.user == user)
        .order_by(ControlFileRow.position),
        "problemes": select(JobRow)
        .where(JobRow.kind == PROBLEM, JobRow.asked_by == user)
        .order_by(JobRow.requested),
    }
    of_person: dict[str, Select[Any]] = {
        "services": select(PublishedRow)
        .where(PublishedRow.subject.in_(subject))
        .order_by(PublishedRow.start, PublishedRow.uid),
        "publications": select(PublicationRow)
        .where(PublicationRow.number.in_(numbers))
        .order_by(PublicationRow.number),
        "registre": select(EntryRow)
        .where(EntryRow.subject.in_(subject))
        .order_by(EntryRow.publication, EntryRow.position),
        "prevenances_publiees": select(ReceiptRow)
        .where(ReceiptRow.subject.in_(subject))
        .order_by(ReceiptRow.publication),
        "retraits": select(RemovalRow)
        .where(RemovalRow.subject.in_(subject))
        .order_by(RemovalRow.start, RemovalRow.slot, RemovalRow.removed),
        "evenements": select(FeedEventRow)
        .where(FeedEventRow.owner == person)
        .order_by(FeedEventRow.created, FeedEventRow.uid),
        "annonces": select(EventRow)
        .where(type_coerce(EventRow.data, Text).contains(canonical(person), autoescape=True))
        .order_by(EventRow.number),
        "revisions": select(CalendarRevisionRow)
        .where(CalendarRevisionRow.mediator == person)
        .order_by(CalendarRevisionRow.created, CalendarRevisionRow.uid),
        "conges_demandes": select(LeaveRow)
        .where(LeaveRow.mediator == person)
        .order_by(LeaveRow.requested, LeaveRow.id),
        "echanges": select(SwapRow)
        .where(or_(SwapRow.mediator == person, SwapRow.other == person))
        .order_by(SwapRow.requested, SwapRow.id),
        "heures_faites": select(WorkedRow)
        .where(WorkedRow.mediator == person)
        .order_by(WorkedRow.start, WorkedRow.entered),
        "paies": select(PaidRow).where(PaidRow.mediator == person).order_by(PaidRow.payroll),
        "historique": select(RowChangeRow).where(about(person)).order_by(RowChangeRow.id),
    }
    of_both: dict[str, Select[Any]] = {
        "journal": select(TrailRow)
        .where(or_(TrailRow.user.in_(ids), TrailRow.object.in_(ids)))
        .order_by(TrailRow.id)
    }
    # Rows of nobody have an empty id: who has none must not be given them.
    statements = (of_account if user else {}) | (of_person if person else {}) | of_both
    for name, statement in statements.items():
        table: type[Base] = statement.column_descriptions[0]["entity"]
        columns = ONLY.get(name) or tuple(
            column.key for column in table.__table__.columns if column.key not in HIDDEN
        )
        yield Sort(
            name=name,
            columns=columns,
            rows=[
                [_plain(_value(row, column)) for column in columns]
                for row in session.scalars(statement)
            ],
        )


def _value(row: Base, column: str) -> Any:
    if isinstance(row, MailRow) and column == "body" and row.kind in LINKS:
        return ""
    # An attribute may have another name than its column.
    mapped = row.__mapper__.get_property_by_column(row.__table__.columns[column])
    return getattr(row, mapped.key)


def _plain(value: Any) -> Any:
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
