"""Read the association and judge current drafts at start, so that the first readers don't wait."""

import logging
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine, select
from sqlalchemy.exc import SQLAlchemyError

from api.data.association import Association
from api.database.engine import reading
from api.database.tables.month import RotaRow
from api.ledger.history import whole
from api.month.findings import findings_of
from api.month.frames import frame_of
from api.month.places.drafts import assignments_of
from scheduler.domain.problem import Assignment
from scheduler.domain.time import civil_day
from scheduler.errors import RoulementError

log = logging.getLogger("roulement.plannings")

MOST = 12
"""Drafts that are judged beforehand: the last begun, of months that aren't over."""


def warm(engine: Engine, now: datetime, given_up: Callable[[], bool] = lambda: False) -> int:
    """
    Read the association, and judge the current version of drafts; return how many were judged.

    Data that can't be read or planned are skipped: each reader is told why on reading them.
    """
    try:
        with reading(engine) as session:
            association = whole(session)
            first = civil_day(now).replace(day=1)
            rows = session.scalars(
                select(RotaRow)
                .where(RotaRow.discarded.is_(None), RotaRow.month >= first)
                .order_by(RotaRow.made.desc())
                .limit(MOST)
            ).all()
            heads = [(row, assignments_of(session, row.id, row.head)) for row in rows]
    except (RoulementError, SQLAlchemyError) as error:
        log.warning("association non lue d’avance : %s", type(error).__name__)
        return 0
    judged = 0
    for row, assignments in heads:
        if given_up():
            break
        judged += _judge(association, row, assignments, now)
    return judged


def _judge(
    association: Association, row: RotaRow, assignments: frozenset[Assignment], now: datetime
) -> bool:
    try:
        frame = frame_of(association, row, now)
        findings_of(frame, assignments, now=now)
        # Judging reads no balances; whoever asks first what would be fair shouldn't add them up.
        len(frame.problem.balances)
    except RoulementError as error:
        log.info("planning %s non jugé d’avance : %s", row.id, error)
        return False
    return True
