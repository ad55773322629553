"""Make, list, renew and end subscriptions to feeds."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, or_, select

from api.access.journal import note
from api.data.stored.association import read
from api.database.engine import writing
from api.database.tables.feeds import FeedRow
from api.feeds.eligibility import CLOSED, Places, closed_since, may_have, oversees, places_of
from api.feeds.errors import NothingToShowError, TooManyFeedsError, UnknownFeedError
from api.feeds.kinds import PERSONAL, SHARED, FeedKind
from api.feeds.reading.tokens import new_token
from api.french.words import short_date

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from api.access.caller import Caller

MOST = 40
"""Open subscriptions of one account: more than anyone has devices, fewer than would weigh."""


@dataclass(frozen=True, kw_only=True)
class NewSubscription:
    """A subscription just made, with its token, which the database doesn't keep."""

    row: FeedRow
    token: str


def create(
    session: Session,
    caller: Caller,
    kind: FeedKind,
    target: str,
    *,
    now: datetime,
    alarm: int | None = None,
    label: str = "",
) -> NewSubscription:
    """
    Subscribe to a feed; `alarm` is for one's own feed only.

    Raises
    ------
    UnknownFeedError
        There is no such feed that the caller may have; the message says so if the account belongs
        to nobody of the association.
    NothingToShowError
        The person's contract is over.
    TooManyFeedsError
        The account has as many subscriptions as it may.
    """
    places = _places(session)
    if kind in PERSONAL and target == caller.person not in places.people:
        raise UnknownFeedError(
            "ce compte n’est lié à personne de l’association : un abonnement ne montrerait rien "
            "(demandez à qui administre les comptes de le lier à votre fiche)"
        )
    if not may_have(caller, kind, target, places):
        raise UnknownFeedError
    if closed_since(now, caller.person, places) is not None:
        last = short_date(places.ends[caller.person])
        raise NothingToShowError(
            f"votre contrat a pris fin le {last} : un abonnement ne montrerait aucun service (si "
            "un nouveau contrat est signé, demandez aux RH de le saisir)"
        )
    open_ones = session.scalar(
        select(func.count())
        .select_from(FeedRow)
        .where(FeedRow.user == caller.user, FeedRow.revoked.is_(None), FeedRow.closing.is_(None))
    )
    if (open_ones or 0) >= MOST:
        raise TooManyFeedsError(f"{MOST} abonnements ouverts : supprimez-en un d’abord")
    text, digest = new_token()
    row = FeedRow(
        user=caller.user,
        kind=kind.value,
        target=target,
        alarm=alarm if kind is FeedKind.PERSON else None,
        label=label,
        hash=digest,
        made=now,
        chosen=now,
    )
    session.add(row)
    session.flush()
    note(session, caller, "abonner", "flux", row.id, detail={"genre": kind.value, "cible": target})
    return NewSubscription(row=row, token=text)


def subscribe(
    engine: Engine,
    caller: Caller,
    kind: FeedKind,
    target: str,
    *,
    now: datetime,
    alarm: int | None = None,
    label: str = "",
) -> NewSubscription:
    """Subscribe in a transaction of its own; see `create` for what it raises."""
    with writing(engine) as session:
        return create(session, caller, kind, target, now=now, alarm=alarm, label=label)


def adjust(
    engine: Engine, caller: Caller, feed: str, *, now: datetime, alarm: int | None, label: str
) -> FeedRow:
    """
    Change the alarm and the label of the caller's own subscription.

    Raises
    ------
    UnknownFeedError
        There is none, or it isn't the caller's.
    """
    with writing(engine) as session:
        row = own(session, caller, feed)
        choose(session, caller, row, now=now, alarm=alarm, label=label)
        return row


def mine(session: Session, caller: Caller, now: datetime) -> tuple[FeedRow, ...]:
    """Return the caller's subscriptions that still answer, the newest first."""
    return _rows(session, now, FeedRow.user == caller.user)


def overseen(
    session: Session,
    caller: Caller,
    now: datetime,
    *,
    limit: int,
    after: tuple[datetime, str] | None = None,
) -> tuple[FeedRow, ...]:
    """
    Return everyone's subscriptions to what the caller oversees, the newest first.

    At most `limit`, after the one that was made then and has that id.
    """
    places = _places(session)
    which: list[Any] = [FeedRow.kind.in_(sorted(kind.value for kind in SHARED))]
    if after is not None:
        made, feed = after
        which.append(or_(FeedRow.made < made, and_(FeedRow.made == made, FeedRow.id > feed)))
    rows = (row for row in _rows(session, now, *which) if _oversees(caller, row, places))
    return tuple(islice(rows, limit))


def own(session: Session, caller: Caller, feed: str) -> FeedRow:
    """
    Return a subscription of the caller's.

    Raises
    ------
    UnknownFeedError
        There is none, or it isn't the caller's.
    """
    row = session.get(FeedRow, feed)
    if row is None or row.user != caller.user or row.revoked is not None:
        raise UnknownFeedError
    return row


def someones(session: Session, caller: Caller, feed: str) -> FeedRow:
    """
    Return anyone's subscription to what the caller oversees.

    Raises
    ------
    UnknownFeedError
        There is no such subscription.
    """
    row = session.get(FeedRow, feed)
    if row is None or row.revoked is not None or not _oversees(caller, row, _places(session)):
        raise UnknownFeedError
    return row


def choose(
    session: Session,
    caller: Caller,
    row: FeedRow,
    *,
    now: datetime,
    alarm: int | None,
    label: str,
) -> None:
    """Change a subscription's alarm and label."""
    wanted = alarm if row.kind == FeedKind.PERSON else None
    if wanted != row.alarm:
        row.alarm, row.chosen = wanted, now
    row.label = label
    session.flush()
    note(session, caller, "regler", "flux", row.id, detail={"rappel": wanted})


def rotate(
    session: Session, caller: Caller, row: FeedRow, *, now: datetime, leak: bool
) -> NewSubscription:
    """
    Give a subscription a new address; the old one ends (see `end`).

    Raises
    ------
    UnknownFeedError
        It ended already, or the caller may not have it any more.
    """
    if row.closing is not None:
        raise UnknownFeedError
    end(session, caller, row, now=now, leak=leak)
    kind = FeedKind(row.kind)
    return create(session, caller, kind, row.target, now=now, alarm=row.alarm, label=row.label)


def end(session: Session, caller: Caller, row: FeedRow, *, now: datetime, leak: bool) -> None:
    """
    End a subscription: its address tells for thirty days that it is closed.

    After a leak it answers nothing, at once.
    """
    if leak:
        row.revoked = now
    elif row.closing is None:
        row.closing = now
    session.flush()
    note(session, caller, "revoquer", "flux", row.id, detail={"motif": "fuite" if leak else "fin"})


def _rows(session: Session, now: datetime, *which: Any) -> tuple[FeedRow, ...]:
    rows = session.scalars(
        select(FeedRow)
        .where(
            *which,
            FeedRow.revoked.is_(None),
            or_(FeedRow.closing.is_(None), FeedRow.closing > now - CLOSED),
        )
        .order_by(FeedRow.made.desc(), FeedRow.id)
    )
    return tuple(rows)


def _oversees(caller: Caller, row: FeedRow, places: Places) -> bool:
    return oversees(caller, FeedKind(row.kind), row.target, places)


def _places(session: Session) -> Places:
    return places_of(read(session))
