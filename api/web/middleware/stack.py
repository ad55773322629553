"""Put the layers round the service, from the innermost to the outermost."""

from collections.abc import Callable

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from api.settings import Settings
from api.web.measures import Metrics
from api.web.middleware import cross_site, security_headers
from api.web.middleware.limits import Limits
from api.web.middleware.observation import Observation
from api.web.middleware.proxies import Proxies


def add(app: FastAPI, settings: Settings, failed: Callable[[Request, Exception], Response]) -> None:
    """
    Put our layers round an app; `failed` logs and answers an exception that reaches the top.

    The real client is found before requests of other sites are refused. An answer by which a layer
    refuses is logged and measured too, and has the security headers.
    """
    app.state.metrics = Metrics(app.state.engine)
    app.add_middleware(Limits, megabytes=settings.request_mb, seconds=settings.request_seconds)
    cross_site.add(app, settings)
    app.add_middleware(Proxies, trusted=settings.trusted_proxies)
    app.add_middleware(Observation, metrics=app.state.metrics, failed=failed)
    security_headers.add(app, settings)
