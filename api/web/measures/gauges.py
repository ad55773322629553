"""Gauges that are read from the database when asked for: the same from every machine."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from api.database.engine import reading
from api.database.tables.jobs import JobRow, WorkerRow
from api.database.tables.ledger import PublicationRow
from api.database.tables.mail import MailRow

if TYPE_CHECKING:
    from collections.abc import Iterable

    from prometheus_client import Metric
    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

STATES = (
    *("created", "queued", "solving"),
    *("completed", "stopped", "cancelled", "invalid", "failed"),
)
WAITING = ("created", "queued")


class Gauges(Collector):
    """Measures of the database now; if it can't be read, only that is reported."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def describe(self) -> Iterable[Metric]:
        """Describe nothing in advance: registering must not read the database."""
        return []

    def collect(self) -> Iterable[Metric]:
        """Read the gauges."""
        try:
            with reading(self.engine) as session:
                families = [*_jobs(session), *_mails(session), *_rest(session)]
        except SQLAlchemyError:
            return [_gauge("roulement_database_up", "1 si la base répond.", 0)]
        return [_gauge("roulement_database_up", "1 si la base répond.", 1), *families]


def _gauge(name: str, words: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, words, value=value)


def _age(oldest: datetime | None) -> float:
    """Return how long ago an instant was, in seconds (0: none)."""
    return 0.0 if oldest is None else max(0.0, (datetime.now(UTC) - oldest).total_seconds())


def _jobs(session: Session) -> Iterable[Metric]:
    counts = select(JobRow.state, func.count()).group_by(JobRow.state)
    counted = {state: count for state, count in session.execute(counts)}  # noqa: C416 - typed so
    family = GaugeMetricFamily("roulement_jobs", "Calculs, par état.", labels=("state",))
    for state in STATES:
        family.add_metric((state,), counted.get(state, 0))
    oldest = session.scalar(select(func.min(JobRow.requested)).where(JobRow.state.in_(WAITING)))
    yield family
    yield _gauge("roulement_queue_age_seconds", "Attente du plus ancien calcul.", _age(oldest))


def _mails(session: Session) -> Iterable[Metric]:
    waiting = (MailRow.sent.is_(None), MailRow.given_up.is_(None))
    count = session.scalar(select(func.count()).select_from(MailRow).where(*waiting))
    oldest = session.scalar(select(func.min(MailRow.made)).where(*waiting))
    yield _gauge("roulement_mails_waiting", "Courriels à envoyer.", count or 0)
    yield _gauge("roulement_mail_age_seconds", "Attente du plus ancien.", _age(oldest))


def _rest(session: Session) -> Iterable[Metric]:
    last = session.scalar(select(func.max(PublicationRow.number)))
    yield _gauge("roulement_last_publication", "Numéro de la dernière publication.", last or 0)
    beats = GaugeMetricFamily(
        "roulement_worker_heartbeat_seconds", "Depuis le dernier signe.", labels=("worker",)
    )
    for worker, seen in session.execute(select(WorkerRow.id, WorkerRow.seen)):
        beats.add_metric((worker,), _age(seen))
    yield beats
