"""Count and time requests, by route template and never by address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.openmetrics.exposition import (
    CONTENT_TYPE_LATEST as OPEN,
)
from prometheus_client.openmetrics.exposition import (
    generate_latest as generate_open,
)

from api.web.measures.gauges import Gauges

if TYPE_CHECKING:
    from sqlalchemy import Engine

PLAIN = "text/plain; version=0.0.4; charset=utf-8"
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
UNKNOWN = "inconnue"
"""The route of all addresses that the service doesn't know: strangers can't add labels."""

OTHER = "AUTRE"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
FEEDS = "/feeds/"


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
