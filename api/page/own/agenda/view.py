"""What the page of calendars shows: each subscription, when it was read, and a new address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from api.feeds.addresses import ADVICE, addresses_of
from api.french.plural import NO_BREAK
from api.french.words import brief_date
from scheduler.domain.time import PARIS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from api.database.tables.feeds import FeedRow
    from api.feeds.subscriptions import NewSubscription

KINDS = {"personne": "Mes services", "occupation": "Occupé ou libre, pour mes proches"}
"""What a subscription of one's own shows, by its kind."""

ALARMS = (
    ("", "aucun"),
    ("0", "au début du service"),
    ("30", f"30{NO_BREAK}min avant"),
    ("60", f"1{NO_BREAK}h avant"),
)
"""Reminders that may be chosen, as forms send them, and what they are called."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """A subscription; `closed`: its feed says that it is over, and nothing can be changed."""

    id: str
    label: str
    kind: str
    read: str
    alarm: str
    alarms: bool
    closed: bool


@dataclass(frozen=True, kw_only=True)
class Address:
    """The address of a subscription just made: shown this once."""

    title: str
    https: str
    webcal: str
    programs: tuple[tuple[str, str], ...]
    qr: Markup
    advice: tuple[str, ...] = ADVICE


def lines_of(rows: Iterable[FeedRow], now: datetime) -> tuple[Line, ...]:
    """Return one's own subscriptions; those of a responsable have pages of their own."""
    return tuple(_line(row, now) for row in rows if row.kind in KINDS)


def address_of(public_url: str, made: NewSubscription) -> Address:
    """Write a new address in the forms that programs take."""
    ways = addresses_of(public_url, made.token, f"Roulement ({made.row.kind})")
    return Address(
        title=made.row.label or KINDS[made.row.kind],
        https=ways.https,
        webcal=ways.webcal,
        programs=(
            ("Google Agenda", ways.google),
            ("Outlook.com", ways.outlook),
            ("Office 365", ways.office),
        ),
        qr=Markup(ways.qr),  # noqa: S704 - drawn by the service, of letters and figures alone
    )


def ago(then: datetime, now: datetime) -> str:
    """Say how long ago an instant was: `il y a 2 h`; from eight days on, its date."""
    minutes = max(0, int((now - then).total_seconds()) // 60)
    if minutes < 2:  # noqa: PLR2004 - one minute is now
        return "à l’instant"
    if minutes < 60:  # noqa: PLR2004 - an hour
        return f"il y a {minutes}{NO_BREAK}min"
    if minutes < 48 * 60:
        return f"il y a {minutes // 60}{NO_BREAK}h"
    days = minutes // (24 * 60)
    if days < 8:  # noqa: PLR2004 - a week
        return f"il y a {days}{NO_BREAK}jours"
    return f"le {brief_date(then.astimezone(PARIS).date())}"


def _line(row: FeedRow, now: datetime) -> Line:
    if row.closing is not None:
        read = "Terminé : supprimez-le de votre agenda."
    elif row.read is None:
        read = "Pas encore lu : l’adresse n’est pas, ou pas encore, dans un agenda."
    else:
        version = "" if row.read_publication is None else f", version {row.read_publication}"
        by = f" par {row.reader}" if row.reader else ""
        read = f"Lu {ago(row.read, now)}{by}{version}"
    return Line(
        id=row.id,
        label=row.label or KINDS[row.kind],
        kind=KINDS[row.kind],
        read=read,
        alarm="" if row.alarm is None else str(row.alarm),
        alarms=row.kind == "personne",
        closed=row.closing is not None,
    )
