"""Judge the published month that RH look at first, before they do."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from api.database.engine import reading
from api.hours.months.service import Basis, findings_on, month_of, month_seen_first
from api.ledger.history import whole
from scheduler.domain.time import PARIS
from scheduler.errors import RoulementError

log = logging.getLogger("roulement.plannings")


def warm(engine: Engine, now: datetime, given_up: Callable[[], bool] = lambda: False) -> int:
    """
    Judge that month as it is published; return how many were judged, 0 or 1.

    Data that can't be read are skipped: each reader learns why on reading them.
    """
    if given_up():
        return 0
    try:
        with reading(engine) as session:
            label = month_seen_first(whole(session), now.astimezone(PARIS).date())
            if not label:
                return 0
            month = month_of(session, label, Basis.PLAN, now)
        findings_on(month)
    except (RoulementError, SQLAlchemyError) as error:
        log.warning("mois publié non jugé d’avance : %s", type(error).__name__)
        return 0
    return 1
