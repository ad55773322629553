"""Préparation: what a worker's first calculation would otherwise wait for, done before it comes."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError

from api.database.engine import reading
from api.ledger.history import whole
from scheduler.engine.child import begin_nursery
from scheduler.errors import RoulementError

if TYPE_CHECKING:
    from sqlalchemy import Engine

log = logging.getLogger("roulement.jobs")


def prepare(engine: Engine) -> None:
    """
    Read the association and its published months into this process, and load the solver.

    Some 2.5 s for 109 people and two years, paid by every process once. Data that can't be read
    now is each calculation's business, which says why.
    """
    begin_nursery()
    try:
        with reading(engine) as session:
            whole(session)
    except (RoulementError, SQLAlchemyError) as error:
        log.warning("association non lue d’avance : %s", type(error).__name__)
