"""How the pages of requests write people, moments, and what is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.french.words import brief_date, clock_time
from api.leave.service import KINDS
from api.page.own.words import stretch_words
from api.planning.names import short_person
from scheduler.domain.time import PARIS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from api.data.association import Association
    from api.database.tables.asking import LeaveRow, SwapRow


def leave_words(row: LeaveRow, now: datetime) -> str:
    """Write what leave is asked for: `Congé, du jeu. 24 déc. au ven. 25 déc.`."""
    return f"{KINDS[row.kind]}, {stretch_words(row.start, row.end, now.year)}"


def swap_people(row: SwapRow, association: Association) -> str:
    """Name the two people of a swap, as they see each other: the reader may answer for one only."""
    return f"{short_person(association, row.mediator)} et {short_person(association, row.other)}"


def person_name(association: Association, person: str) -> str:
    """Return a person's name; their id if they are known no more."""
    known = association.mediator_of.get(person)
    return person if known is None else known.name


def by_words(accounts: Mapping[str, str], user: str) -> str:
    """Name who answered, by their account."""
    return accounts.get(user, "un compte effacé")


def day_words(instant: datetime | None, now: datetime) -> str:
    """Write when something was asked or answered: `mar. 10 févr. à 9 h`."""
    if instant is None:
        return ""
    local = instant.astimezone(PARIS)
    year = "" if local.year == now.astimezone(PARIS).year else f" {local.year}"
    return f"{brief_date(local.date())}{year} à {clock_time(local)}"
