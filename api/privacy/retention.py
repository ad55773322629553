"""Delete what has been kept as long as the settings and the law ask."""

from datetime import date, datetime, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta
from sqlalchemy import (
    ColumnElement,
    CursorResult,
    Delete,
    Engine,
    Update,
    and_,
    delete,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Session

from api.access.secrets.secret import Kind
from api.access.signing_in.login import PROVIDER_LIVES
from api.data.rows.kinds import KINDS
from api.data.rows.people import AbsenceRow, ProtectionRow
from api.data.stored import rows
from api.data.stored.entries import entry
from api.data.stored.history import forget_values
from api.data.tables.rows import RowChangeRow, table_of
from api.database.engine import reading, writing
from api.database.queue import NEVER, waits
from api.database.tables.access import (
    IdempotencyRow,
    LoginTryRow,
    ProviderTryRow,
    TokenRow,
    TrailRow,
)
from api.database.tables.asking import LeaveRow
from api.database.tables.controls import ControlRow
from api.database.tables.events import EventRow
from api.database.tables.feeds import FeedReadRow
from api.database.tables.jobs import PROBLEM, JobRow
from api.database.tables.mail import MailRow
from api.settings import Settings
from scheduler.domain.people import AbsenceKind
from scheduler.domain.time import civil_day

HEALTH = frozenset({AbsenceKind.SICK, AbsenceKind.WORK_ACCIDENT, AbsenceKind.PARENTAL})
"""Reasons that tell of health: once old, they become `autre`."""

OTHER = AbsenceKind.OTHER.value

AGAIN = timedelta(days=2)
"""How long the answer to a request that may be sent again is kept."""

CONTROLS_LIVE = timedelta(days=1)
"""How long files made elsewhere are kept once uploaded or last answered about."""

PROBLEMS_LIVE = timedelta(days=1)
"""How long a problem of no draft, and its answer, are kept once it has ended."""

LINKS = (Kind.INVITATION, Kind.RESET)
"""Kinds of mails that hold a secret: the link that they give opens an account."""

OVER = "ce dont il parle était passé avant l’envoi"
UNSENT = "aucun serveur de courriel n’est réglé : renvoyez ce lien quand il y en aura un"
"""Why a mail is ended unsent."""

AT_ONCE = 500


def purge(engine: Engine, settings: Settings, now: datetime) -> dict[str, int]:
    """
    Delete what has been kept as long as the settings say, and return how much of each.

    Each kind has a short transaction of its own: the service goes on meanwhile, and what was
    deleted stays so if the rest fails. Running it again changes nothing.
    """
    ago = {name: now - timedelta(days=days) for name, days in _days(settings).items()}
    ended = or_(
        TokenRow.revoked < ago["secrets"],
        and_(TokenRow.revoked.is_(None), TokenRow.expires < ago["secrets"]),
    )
    over = or_(MailRow.sent < ago["mails"], MailRow.given_up < ago["mails"])
    old: dict[str, Delete | Update] = {
        "journal": delete(TrailRow).where(TrailRow.at < ago["journal"]),
        "history": delete(RowChangeRow).where(RowChangeRow.at < ago["journal"]),
        "mails": delete(MailRow).where(over),
        "secrets": delete(TokenRow).where(ended),
        "tries": delete(LoginTryRow).where(LoginTryRow.at < ago["tries"]),
        "provider": delete(ProviderTryRow).where(ProviderTryRow.made <= now - PROVIDER_LIVES),
        "receipts": delete(FeedReadRow).where(FeedReadRow.at < ago["receipts"]),
        "answers": delete(IdempotencyRow).where(IdempotencyRow.at < now - AGAIN),
        "events": delete(EventRow).where(EventRow.at < ago["events"]),
        "controls": delete(ControlRow).where(ControlRow.at <= now - CONTROLS_LIVE),
        "problems": delete(JobRow).where(*old_problems(now)),
    }
    end_mails(engine, settings, now)
    done = {}
    for name, statement in old.items():
        with writing(engine, alone=False) as session:
            done[name] = _count(session, statement)
    done["reasons"] = _forget_reasons(engine, settings, now)
    done["reasons"] += _forget_constraints(engine, settings, now)
    return done


def end_mails(engine: Engine, settings: Settings, now: datetime) -> int:
    """
    End mails that are past their date, and empty their text; return how many.

    This is done with or without a mail server. Without one, mails with a link that opens an account
    are ended at once, so that no secret is kept for nothing. A mail that is being sent is left to
    the process that sends it.
    """
    due = (*waits(MailRow), MailRow.next_try <= now)
    late = now - timedelta(days=settings.smtp_days)
    why = {
        OVER: MailRow.until <= now,
        f"pas parti en {settings.smtp_days} jours": MailRow.made < late,
    }
    if not settings.sends_mail:
        why[UNSENT] = MailRow.kind.in_([str(kind) for kind in LINKS])
    with reading(engine) as session:  # most looks find nothing: no writer waits for them
        if session.scalar(select(MailRow.id).where(*due, or_(*why.values())).limit(1)) is None:
            return 0
    count = 0
    with writing(engine, alone=False) as session:
        for error, condition in why.items():
            ended = update(MailRow).where(*due, condition)
            values = {"given_up": now, "body": "", "error": error, "next_try": NEVER}
            count += _count(session, ended.values(**values))
    return count


def old_problems(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Return what a problem of no draft is that ended long enough ago."""
    return JobRow.kind == PROBLEM, JobRow.ended <= now - PROBLEMS_LIVE


def _days(settings: Settings) -> dict[str, float]:
    minutes = max(settings.login_minutes, settings.reset_minutes)
    return {
        "journal": settings.trail_days,
        "mails": settings.mail_days,
        "secrets": settings.secret_days,
        "tries": minutes / (24 * 60),
        "receipts": settings.read_days,
        "events": settings.event_days,
    }


def _forget_reasons(engine: Engine, settings: Settings, now: datetime) -> int:
    """Make old reasons that tell of health say `autre`, and return how many there were."""
    before = civil_day(now - relativedelta(months=settings.health_months))
    kind, many = KINDS["absences"], 0
    while True:
        with reading(engine) as session:
            remain = bool(_old(session, before))
        if not remain:
            break
        with writing(engine) as session:
            old = _old(session, before)
            changed = [
                rows.Change(kind, entry.key, entry.number, {**entry.values, "kind": OTHER})
                for entry in old
            ]
            rows.apply(session, changed, recorded=False)
            many += len(changed)
    health = [reason.value for reason in HEALTH]
    over = LeaveRow.end < before.isoformat()
    with writing(engine) as session:
        day = before.isoformat()
        forget_values(session, kind.name, "kind", health, before=day, instead=OTHER)
        says = or_(LeaveRow.note != "", LeaveRow.answer != "")
        _count(session, update(LeaveRow).where(over, says).values(note="", answer=""))
        reasons = update(LeaveRow).where(over, LeaveRow.kind.in_(health))
        return many + _count(session, reasons.values(kind=OTHER))


def _forget_constraints(engine: Engine, settings: Settings, now: datetime) -> int:
    """Delete old personal constraints and their history; return how many there were."""
    since = now - relativedelta(months=settings.health_months)
    kind, table = KINDS["contraintes_personnelles"], table_of(ProtectionRow)
    over = select(table.c.key, table.c.number).where(table.c.until < civil_day(since))
    past = and_(RowChangeRow.kind == kind.name, RowChangeRow.at < since)
    with reading(engine) as session:  # most looks find nothing: no writer waits for them
        kept = select(RowChangeRow.id).where(past).limit(1)
        if session.execute(over).first() is None and session.scalar(kept) is None:
            return 0
    with writing(engine) as session:
        old = [rows.Remove(kind, key, number) for key, number in session.execute(over)]
        if old:
            rows.apply(session, old, recorded=False)
        keys = [each.key for each in old]
        theirs = and_(RowChangeRow.kind == kind.name, RowChangeRow.key.in_(keys))
        _count(session, delete(RowChangeRow).where(or_(past, theirs)))
        return len(old)


def _old(session: Session, before: date) -> list[rows.Entry]:
    """Return absences that ended before that day, whose reasons tell of health: some of them."""
    table = table_of(AbsenceRow)
    query = (
        select(table)
        .where(table.c.kind.in_(HEALTH), table.c.end < (before, None))
        .order_by(table.c.key)
        .limit(AT_ONCE)
    )
    rows_ = session.execute(query).mappings()
    return [entry(KINDS["absences"], dict(row)) for row in rows_]


def _count(session: Session, statement: Delete | Update) -> int:
    done: CursorResult[Any] = session.execute(  # type: ignore[assignment]  # what both give
        statement, execution_options={"synchronize_session": False}
    )
    return done.rowcount
