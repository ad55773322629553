"""Make, list, renew and end subscriptions to feeds."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any
from urllib.parse import urlencode

import segno
from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from api.access.caller import Caller
from api.access.errors import UnknownError
from api.access.journal import note
from api.access.secrets.secret import digest, draw
from api.access.signing_in.authentication import SERVICE
from api.data.stored.association import read
from api.database.tables.feeds import FeedRow
from api.feeds.kinds import (
    CLOSED,
    PERSONAL,
    SHARED,
    FeedKind,
    Places,
    closed_since,
    may_have,
    oversees,
    places_of,
)
from api.french.words import short_date
from api.web.refusing.problems import Refusal

GOOGLE = "https://calendar.google.com/calendar/u/0/r/settings/addbyurl"
OUTLOOK = "https://outlook.live.com/calendar/0/addfromweb"
OFFICE = "https://outlook.office.com/calendar/0/addfromweb"

ADVICE = (
    "Cette adresse n’est montrée qu’une fois : elle vaut un mot de passe, gardez-la pour vous.",
    "iPhone, iPad et Mac : touchez le bouton « webcal » ou visez le code QR.",
    (
        "Google Agenda : l’ajout par adresse se fait sur un ordinateur, pas dans l’application "
        "Android ; l’agenda apparaît ensuite sur le téléphone."
    ),
    (
        "Google relit l’adresse toutes les 4 à 24 heures, Outlook toutes les 3 à 24 heures : un "
        "changement de dernière minute vous est aussi envoyé par courriel."
    ),
    "Android sans Google : l’application ICSx⁵ prend l’adresse telle quelle.",
    (
        "Le rappel choisi ici n’est pas suivi par Google ni par Outlook ; sur iPhone, désactivez "
        "« Supprimer les alarmes » dans les réglages de l’abonnement."
    ),
    (
        "Adresse partagée par erreur ou appareil perdu : renouvelez-la ici, l’ancienne ne donne "
        "plus rien."
    ),
)
"""What the page of subscriptions says, in this order."""


@dataclass(frozen=True, kw_only=True)
class Addresses:
    """The address of a feed in the forms that programs take; `qr`: an SVG of the webcal form."""

    https: str
    webcal: str
    google: str
    outlook: str
    office: str
    qr: str
    advice: tuple[str, ...] = ADVICE


def shift_page(public_url: str, day: date) -> str:
    """Return where a person, once signed in, reads of their own shifts of a day."""
    return f"{public_url}/moi?mois={day:%Y-%m}#j-{day.isoformat()}"


def addresses_of(public_url: str, kind: str, token: str) -> Addresses:
    """Return the addresses of a subscription just made; they hold its secret: shown once too."""
    https = f"{public_url}/feeds/{token}.ics"
    webcal = "webcal://" + https.partition("://")[2]
    query = urlencode({"url": https, "name": f"Roulement ({kind})"})
    return Addresses(
        https=https,
        webcal=webcal,
        google=GOOGLE,
        outlook=f"{OUTLOOK}?{query}",
        office=f"{OFFICE}?{query}",
        qr=segno.make(webcal, error="m", micro=False).svg_inline(scale=4),
    )


MOST = 40
"""Open subscriptions of one account: more than anyone has devices, fewer than would weigh."""

OF_NOBODY = (
    "Abonnement refusé : ce compte n’est lié à personne de l’association : un abonnement ne "
    "montrerait rien (demandez à qui administre les comptes de le lier à votre fiche)."
)
CONTRACT_OVER = (
    "Abonnement refusé : votre contrat a pris fin le {last} : un abonnement ne montrerait aucun "
    "service (si un nouveau contrat est signé, demandez aux RH de le saisir)."
)


@dataclass(frozen=True, kw_only=True)
class NewSubscription:
    """A subscription just made, with its token, which the database doesn't keep."""

    row: FeedRow
    token: str


def create(
    session: Session,
    caller: Caller,
    kind: FeedKind,
    target: str = "",
    *,
    now: datetime,
    alarm: int | None = None,
    label: str = "",
) -> NewSubscription:
    """
    Subscribe to a feed; `alarm` is for one's own only, which needs no `target`.

    Raises UnknownError: there is no such feed that the caller may have; Refusal: the account
    belongs to nobody of the association (404), the person's contract is over, or the account has as
    many subscriptions as it may (409).
    """
    places = _places(session)
    if kind in PERSONAL:
        target = target or caller.person
    if kind in PERSONAL and target == caller.person not in places.people:
        raise Refusal(404, "introuvable", OF_NOBODY)
    if not may_have(caller, kind, target, places):
        raise UnknownError
    if closed_since(now, caller.person, places) is not None:
        last = short_date(places.ends[caller.person])
        raise Refusal(409, "rien_a_montrer", CONTRACT_OVER.format(last=last))
    open_ones = session.scalar(
        select(func.count())
        .select_from(FeedRow)
        .where(FeedRow.user == caller.user, FeedRow.revoked.is_(None), FeedRow.closing.is_(None))
    )
    if (open_ones or 0) >= MOST:
        why = f"Vous avez {MOST} abonnements ouverts : supprimez-en un d’abord."
        raise Refusal(409, "trop_d_abonnements", why)
    text = draw()
    row = FeedRow(
        user=caller.user,
        kind=kind.value,
        target=target,
        alarm=alarm if kind is FeedKind.PERSON else None,
        label=label.strip(),
        hash=digest(text),
        made=now,
        chosen=now,
    )
    session.add(row)
    session.flush()
    note(session, caller, "abonner", "flux", row.id, detail={"genre": kind.value, "cible": target})
    return NewSubscription(row=row, token=text)


def own_subscriptions(session: Session, caller: Caller, now: datetime) -> tuple[FeedRow, ...]:
    """Return the caller's subscriptions that still answer, the newest first."""
    return _rows(session, now, FeedRow.user == caller.user)


def listed(
    session: Session,
    caller: Caller,
    now: datetime,
    *,
    limit: int,
    after: tuple[datetime, str] | None = None,
) -> tuple[FeedRow, ...]:
    """
    Return the caller's subscriptions and everyone's to what they oversee, the newest first.

    At most `limit`, after the one that was made then and has that id.
    """
    places = _places(session)
    own_or_shared = or_(
        FeedRow.user == caller.user, FeedRow.kind.in_(sorted(kind.value for kind in SHARED))
    )
    which: list[Any] = [own_or_shared]
    if after is not None:
        instant, feed = after
        which.append(or_(FeedRow.made < instant, and_(FeedRow.made == instant, FeedRow.id > feed)))
    rows = _rows(session, now, *which)
    return tuple(islice((row for row in rows if _decides(caller, row, places)), limit))


def own(session: Session, caller: Caller, feed: str) -> FeedRow:
    """Return a subscription of the caller's (UnknownError: there is none, or it isn't theirs)."""
    row = session.get(FeedRow, feed)
    if row is None or row.user != caller.user or row.revoked is not None:
        raise UnknownError
    return row


def decided(session: Session, caller: Caller, feed: str) -> FeedRow:
    """
    Return a subscription that a caller may end: their own, or one to what they oversee.

    A service account ends its own alone: it was made to read, not to cut what people read.
    """
    if caller.via == SERVICE:
        return own(session, caller, feed)
    row = session.get(FeedRow, feed)
    if row is None or row.revoked is not None or not _decides(caller, row, _places(session)):
        raise UnknownError
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
    row.label = label.strip()
    session.flush()
    note(session, caller, "regler", "flux", row.id, detail={"rappel": wanted})


def rotate(
    session: Session, caller: Caller, row: FeedRow, *, now: datetime, leak: bool
) -> NewSubscription:
    """
    Give a subscription a new address; the old one ends (see `end`).

    See `create` for what it raises; a subscription that ended already is unknown.
    """
    if row.closing is not None:
        raise UnknownError
    end(session, caller, row, now=now, leak=leak)
    kind = FeedKind(row.kind)
    return create(session, caller, kind, row.target, now=now, alarm=row.alarm, label=row.label)


def end(session: Session, caller: Caller, row: FeedRow, *, now: datetime, leak: bool) -> None:
    """
    End a subscription: its address says for thirty days that it is closed.

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


def _decides(caller: Caller, row: FeedRow, places: Places) -> bool:
    return row.user == caller.user or oversees(caller, FeedKind(row.kind), row.target, places)


def _places(session: Session) -> Places:
    return places_of(read(session))
