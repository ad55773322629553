"""Judge and count the published month that RH look at first, before they do."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from api.database.engine import reading
from api.hours.months.counting import person_count
from api.hours.months.service import Basis, findings_on, month_of, month_seen_first
from api.ledger.history import whole
from api.planning.fairness.accounts import accounts_of
from scheduler.domain.time import PARIS
from scheduler.errors import RoulementError

log = logging.getLogger("roulement.plannings")


def warm(engine: Engine, now: datetime, given_up: Callable[[], bool] = lambda: False) -> int:
    """
    Judge that month as it is published, and count its people; return how many were, 0 or 1.

    Everybody's accounts of fairness are added up too: what is to be done names who is far off.

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
        for person in month.rota.problem.mediators:
            if given_up():
                return 0
            person_count(month, person)
        accounts_of(month.association, month.first, month.first)
    except (RoulementError, SQLAlchemyError) as error:
        log.warning("mois publié non jugé d’avance : %s", type(error).__name__)
        return 0
    return 1
