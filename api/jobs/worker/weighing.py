"""Weigh the rota that a calculation found against the draft as it is when the calculation ends."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from api.database.counters import number
from api.database.engine import reading
from api.database.tables.jobs import JobRow
from api.database.tables.month import RotaRow
from api.jobs.worker.turns import Turn, row_of
from api.ledger.history import whole
from api.month.frames import chosen_of, frame_of, framed
from api.month.places.drafts import assignments_of
from api.month.standing import weight_of
from api.month.versions.keeping import EDITED
from scheduler.domain.problem import Assignment
from scheduler.errors import RoulementError

DATA_MOVED = (
    "Les données ont changé pendant le calcul, et rien ne dit que ce planning soit meilleur"
)
LATER_DATA = (
    "Les données, ou ce qui est publié, ont changé pendant le calcul : ce qu’il dit l’est de "
    "celles d’avant."
)
MONTH_ALONE = "Pour ce mois seul, le planning du brouillon est meilleur"


@dataclass(frozen=True, kw_only=True)
class Weighed:
    """
    The data under which a rota was weighed against the draft's version.

    `against`: why it mustn't become the draft's current one (empty: nothing is against it).
    """

    data: int
    ledger: int
    against: str


def weigh(
    engine: Engine, turn: Turn, rota: frozenset[Assignment], later: Collection[date]
) -> Weighed:
    """
    Weigh a rota against the draft as it is now; `later`: the months that were planned with it.

    The solver has weighed it against the same version and data: only what has moved since, or one
    month of several, is weighed again. It is done beforehand, so that nobody waits while it is
    written.
    """
    with reading(engine) as session:
        row = row_of(session, turn)
        draft, association = session.get_one(RotaRow, row.draft), whole(session)
        data, ledger = number(session, "data"), number(session, "ledger")
        moved = _moved(session, row)
        against = ""
        # What the data refuse is said where it is written.
        with suppress(RoulementError):
            for month in later:
                framed(association, month, chosen_of(association, draft))
            if (moved or later) and draft.head == row.base:
                before = assignments_of(session, draft.id, draft.head)
                frame = frame_of(association, draft)
                weight = partial(
                    weight_of,
                    frame,
                    base=before if row.kind == "replan" else None,
                    now=datetime.now(UTC),
                )
                weight_now, weight_before = weight(rota), weight(before)
                if moved and weight_now >= weight_before:
                    against = DATA_MOVED
                elif weight_now > weight_before:
                    against = MONTH_ALONE
        return Weighed(data=data, ledger=ledger, against=against)


def against(session: Session, weighed: Weighed | None) -> str:
    """Return what is against a rota, in the transaction that would make it the current one."""
    data, ledger = number(session, "data"), number(session, "ledger")
    if weighed is None or (weighed.data, weighed.ledger) != (data, ledger):
        return DATA_MOVED
    return weighed.against


def outdated(session: Session, row: JobRow) -> str:
    """
    Say of which version or data a calculation speaks, where there are others by now (else "").

    A version that it has made speaks for itself, by being the draft's current one or not.
    """
    draft = session.get_one(RotaRow, row.draft)
    if row.version is None and draft.head != row.base:
        return f"{EDITED} : ce qu’il dit l’est de la version {row.base}."
    beside = row.version is not None and draft.head != row.version
    return LATER_DATA if _moved(session, row) and not beside else ""


def _moved(session: Session, row: JobRow) -> bool:
    """Whether the data or the register aren't those that a calculation read."""
    facts = row.engine or {}
    read = facts.get("data"), facts.get("ledger")
    return read != (number(session, "data"), number(session, "ledger"))
