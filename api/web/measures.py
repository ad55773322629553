"""
Count and time requests, by route template and never by address; read gauges from the database.

Gauges are read when they are asked for: they are the same from every machine.
"""

from collections.abc import Iterable
from datetime import UTC, datetime

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Metric, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.openmetrics.exposition import CONTENT_TYPE_LATEST as OPEN
from prometheus_client.openmetrics.exposition import generate_latest as generate_open
from prometheus_client.registry import Collector
from sqlalchemy import Engine, func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from api.database.engine import reading
from api.database.tables.jobs import JobRow, WorkerRow
from api.database.tables.ledger import PublicationRow
from api.database.tables.mail import MailRow

PLAIN = "text/plain; version=0.0.4; charset=utf-8"
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
UNKNOWN = "inconnue"
"""The route of all addresses that the service doesn't know: strangers can't add labels."""

OTHER = "AUTRE"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
FEEDS = "/feeds/"

STATES = (
    *("created", "queued", "solving"),
    *("completed", "stopped", "cancelled", "invalid", "failed"),
)
WAITING = ("created", "queued")


class Metrics:
    """
    The measures of one app: its own registry, so that two apps in a process don't mix.

    `running`: requests that are being answered, by the one event loop.
    """

    def __init__(self, engine: Engine) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "roulement_requests",
            "Requêtes répondues.",
            ("route", "method", "status"),
            registry=self.registry,
        )
        self.seconds = Histogram(
            "roulement_request_seconds",
            "Durée des requêtes, en secondes.",
            ("route", "method"),
            buckets=SECONDS,
            registry=self.registry,
        )
        self.running = 0
        running = Gauge("roulement_requests_running", "Requêtes en cours.", registry=self.registry)
        running.set_function(lambda: self.running)
        self.feeds = Counter(
            "roulement_feed_reads",
            "Lectures de calendriers, par réponse.",
            ("status",),
            registry=self.registry,
        )
        self.registry.register(Gauges(engine))
        self._kept: dict[tuple[str, str, int], tuple[Counter, Histogram, Counter | None]] = {}

    def answered(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count one answer."""
        method = method if method in METHODS else OTHER
        key = (route, method, status)
        kept = self._kept.get(key)
        if kept is None:
            kept = self._kept[key] = (
                self.requests.labels(route, method, str(status)),
                self.seconds.labels(route, method),
                self.feeds.labels(str(status)) if route.startswith(FEEDS) else None,
            )
        requests, durations, feeds = kept
        requests.inc()
        durations.observe(seconds)
        if feeds is not None:
            feeds.inc()

    def text(self, accept: str = "") -> tuple[bytes, str]:
        """Return the measures and their media type, as Prometheus asks for them."""
        if "application/openmetrics-text" in accept:
            return generate_open(self.registry), OPEN  # type: ignore[no-untyped-call]
        return generate_latest(self.registry), PLAIN


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
