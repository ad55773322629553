"""
Erase someone's personal data, and leave the register of publications whole.

Their rows and their account are deleted. The register keeps the published shifts, which then belong
to nobody (`api.ledger.subjects.forget`). What others read of the past (coverage, hashes) stays as
it was.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dateutil.relativedelta import relativedelta
from sqlalchemy import Text, delete, func, or_, select, type_coerce, update
from sqlalchemy.orm import Session

from api.access.accounts.service import check_admins
from api.access.caller import Caller
from api.access.errors import AccessError
from api.access.journal import note
from api.access.secrets.passwords import of_email
from api.data.rows.columns import Kind
from api.data.rows.forms import Nature
from api.data.rows.kinds import KINDS
from api.data.rows.readers import NOBODY
from api.data.stored import rows
from api.data.stored.association import read
from api.data.stored.history import forget_person
from api.database.base import canonical
from api.database.tables.access import ERASED, IdempotencyRow, LoginTryRow, TrailRow, UserRow
from api.database.tables.asking import LeaveRow, SwapRow, WorkedRow
from api.database.tables.controls import ControlRow
from api.database.tables.events import EventRow
from api.database.tables.feeds import FeedBytesRow, FeedEventRow, FeedRow
from api.database.tables.jobs import PROBLEM, JobEventRow, JobLoanRow, JobRow
from api.database.tables.ledger import PublishedRow, SubjectRow
from api.database.tables.mail import LEAVING, MailRow
from api.database.tables.month import AssignmentRow, OpenPostsRow
from api.database.tables.payroll import PaidRow
from api.french.words import short_date
from api.settings import Settings
from scheduler.domain.time import civil_day

NAMING = frozenset({"personne", "person", "mediator", "other"})
"""Fields of the trail's details that hold a person's id."""

OWN = ("personne", "occupation")
"""Kinds of feeds that show one person."""

UNSEEN = {"synchronize_session": False}


class KeptByLawError(AccessError):
    """The law still asks that a person's data be kept; `until` is the last day (None: unknown)."""

    status = 409
    code = "conservation_obligatoire"

    def __init__(self, message: str, until: date | None) -> None:
        super().__init__(message)
        self.until = until


@dataclass(frozen=True, kw_only=True)
class Erased:
    """How many rows of the association were deleted, and whether an account was."""

    rows: int
    account: bool


def kept_until(
    session: Session, settings: Settings, person: str, now: datetime
) -> tuple[date | None, bool]:
    """
    Return the last day on which hours must be kept, and whether a contract has no end.

    That day comes `hours_years` after the last day agreed or worked (None: there is none, it is
    past, or no end).
    """
    mediator = read(session).mediator_of.get(person)
    contracts = () if mediator is None else mediator.contracts
    if any(contract.end is None for contract in contracts):
        return None, True
    ends = [contract.end for contract in contracts if contract.end is not None]
    subject = select(SubjectRow.id).where(SubjectRow.mediator == person)
    published = select(func.max(PublishedRow.end)).where(PublishedRow.subject.in_(subject))
    worked = select(func.max(WorkedRow.end)).where(WorkedRow.mediator == person)
    last = session.scalar(published)
    if last is not None:
        ends.append(date.fromisoformat(last[:10]))
    done = session.scalar(worked)
    if done is not None:
        ends.append(civil_day(done))
    if not ends:
        return None, False
    until = max(ends) + relativedelta(years=settings.hours_years)
    return until if until >= civil_day(now) else None, False


def check(session: Session, settings: Settings, person: str, now: datetime) -> None:
    """
    Refuse to erase someone whose contract runs, or whose hours the law asks to keep.

    Raises KeptByLawError: they must be kept; `until` is the last day.
    """
    until, runs = kept_until(session, settings, person, now)
    if runs:
        raise KeptByLawError("effacement refusé : un contrat sans fin est en cours", None)
    if until is not None:
        years = settings.hours_years
        raise KeptByLawError(
            f"effacement refusé : les heures se gardent {years} ans après la fin du contrat "
            f"(code du travail, art. L3245-1), jusqu’au {short_date(until)} compris",
            until,
        )


def erase(
    session: Session,
    caller: Caller,
    settings: Settings,
    person: str,
    *,
    now: datetime,
    forget: Callable[[Session, str], object],
    forced: str = "",
) -> Erased:
    """
    Erase a person and their account; `forget` cuts the register's link to them.

    `forced`: the reason why an administrator erases them before the time that the law asks for is
    over (empty: not before).

    Raises KeptByLawError: see `check`; LastAdminError: nobody else looks after accounts.
    """
    if not forced:
        check(session, settings, person, now)
    users = session.scalars(select(UserRow).where(UserRow.person == person)).all()
    for user in users:
        check_admins(session, besides=user)
    forget(session, person)
    gone = _erase_rows(session, person)
    _erase_requests(session, person)
    session.execute(delete(OpenPostsRow))  # answers that name people are worked out again
    for user in users:
        _account(session, user)
    _erase_from_trail(session, person)
    _erase_from_events(session, person)
    detail = {"lignes": gone, "motif": forced} if forced else {"lignes": gone}
    note(session, caller, "effacer", "personne", NOBODY, detail=detail)
    return Erased(rows=gone, account=bool(users))


def erase_account(session: Session, caller: Caller, user: UserRow) -> None:
    """
    Erase an account: its mails, tokens, rights and subscriptions go with it.

    What the account did stays in the trail, under an id that names nobody any more. Raises
    LastAdminError: nobody else looks after accounts.
    """
    check_admins(session, besides=user)
    _account(session, user)
    note(session, caller, "effacer", "compte", user.id)


def _erase_rows(session: Session, person: str) -> int:
    """Remove the association's rows that name a person, all at once; return how many it was."""
    gone = [
        _without_person(kind, entry, person)
        for kind in KINDS.values()
        for entry in rows.of_person(session, kind, person)
    ]
    if gone:
        rows.apply(session, gone, recorded=False)
    forget_person(session, person)
    return len(gone)


def _without_person(kind: Kind, entry: rows.Entry, person: str) -> rows.Change | rows.Remove:
    """Remove a row, or take a person out of it: it stays for others whom it names."""
    remove = rows.Remove(kind, entry.key, entry.number)
    changed: dict[str, Any] = {}
    for column in kind.columns.values():
        value = entry.values[column.field] if column.names == "personnes" else None
        if value == person:
            if not column.outlives:
                return remove
            changed[column.field] = NOBODY
        elif value and column.nature is Nature.IDENTS and person in value:
            others = [who for who in value if who != person]
            if not others:
                return remove
            changed[column.field] = others
            # No more can be wanted than those who are left.
            if least := entry.values.get("at_least"):
                changed["at_least"] = min(least, len(others))
    if not changed:
        return remove
    return rows.Change(kind, entry.key, entry.number, {**entry.values, **changed})


def _erase_requests(session: Session, person: str) -> None:
    """Erase a person's requests, hours, drafts' shifts, feeds, and answers that may name them."""
    named = f'"{person}"'
    result = type_coerce(JobRow.result, Text)
    swaps = or_(SwapRow.mediator == person, SwapRow.other == person)
    # Their colleagues' mails on a swap have its id in their key, and name them.
    of_swap = select(SwapRow.id).where(swaps, MailRow.key.contains(SwapRow.id)).exists()
    for statement in (
        # Any answer may name them, in any words; its key stays, or the deed could be done again.
        update(IdempotencyRow).values(body=ERASED),
        # So may files made elsewhere, which live a day at most: who audits them uploads them again.
        delete(ControlRow),
        # And problems of no draft, as long: who follows one finds nothing any more.
        delete(JobRow).where(JobRow.kind == PROBLEM),
        # And rotas that other machines have found of a running calculation: it goes on without.
        delete(JobLoanRow),
        delete(LeaveRow).where(LeaveRow.mediator == person),
        delete(MailRow).where(of_swap),
        delete(MailRow).where(MailRow.key.startswith(f"{LEAVING}:{person}:", autoescape=True)),
        delete(SwapRow).where(swaps),
        delete(WorkedRow).where(WorkedRow.mediator == person),
        delete(PaidRow).where(PaidRow.mediator == person),
        delete(AssignmentRow).where(AssignmentRow.mediator == person),
        delete(FeedEventRow).where(FeedEventRow.owner == person),
        delete(FeedBytesRow).where(FeedBytesRow.kind.in_(OWN), FeedBytesRow.target == person),
        update(JobRow).where(result.contains(named, autoescape=True)).values(result=None),
    ):
        session.execute(statement, execution_options=UNSEEN)
    for job in session.scalars(select(JobRow).where(JobRow.kind == "alternative")):
        if job.options["person"] == person:
            job.options = {**job.options, "person": ""}
            # A question that was refused says of whom, and those who followed it were told so.
            job.message = ""
            session.execute(delete(JobEventRow).where(JobEventRow.job == job.id))


def _account(session: Session, user: UserRow) -> None:
    for statement in (
        delete(MailRow).where(MailRow.user == user.id),
        delete(FeedRow).where(FeedRow.user == user.id),
        delete(IdempotencyRow).where(IdempotencyRow.user == user.id),
        delete(LoginTryRow).where(of_email(user.email)),
        delete(JobRow).where(JobRow.kind == PROBLEM, JobRow.asked_by == user.id),
        delete(UserRow).where(UserRow.id == user.id),
    ):
        session.execute(statement, execution_options=UNSEEN)
    session.expunge(user)


def _erase_from_trail(session: Session, person: str) -> None:
    """Take a person's id out of the trail: who did what stays, to whom doesn't."""
    theirs = (TrailRow.about == "personne", TrailRow.object == person)
    session.execute(update(TrailRow).where(*theirs).values(object=NOBODY), execution_options=UNSEEN)
    named = type_coerce(TrailRow.detail, Text).contains(canonical(person), autoescape=True)
    for row in session.scalars(select(TrailRow).where(named)):
        row.detail = _without(row.detail, person)


def _without(detail: Any, person: str) -> Any:
    if not isinstance(detail, dict):
        return detail
    theirs = {"cible"} if detail.get("genre") in OWN else set[str]()
    return {
        key: NOBODY if value == person and key in NAMING | theirs else value
        for key, value in detail.items()
    }


def _erase_from_events(session: Session, person: str) -> None:
    """Take a person's id out of what programs read, and out of what is still to be sent."""
    named = type_coerce(EventRow.data, Text).contains(canonical(person), autoescape=True)
    for row in session.scalars(select(EventRow).where(named)):
        row.key = None
        row.data = {
            name: [who for who in value if who != person]
            if isinstance(value, list)
            else NOBODY
            if value == person
            else value
            for name, value in row.data.items()
        }
