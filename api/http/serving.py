"""How uvicorn serves the app: our log in place of its own, nothing told of itself, calm ends."""

from __future__ import annotations

import uvicorn
from starlette.types import ASGIApp

from api.settings import Settings

IDLE_SECONDS = 30
"""How long a connexion without a request is kept: longer than proxies keep theirs."""

ENDING_SECONDS = 20
"""How long running requests have to end once the service is asked to stop."""

WAITING = 512
"""Connexions that wait to be taken."""

HEADER_BYTES = 64 * 1024
"""Longest start of a request that is read at all; what is longer is cut off by the server."""


def configured(app: ASGIApp, settings: Settings) -> uvicorn.Config:
    """
    Return uvicorn's configuration: its access log would tell addresses, so ours stands in.

    X-Forwarded headers are ours to believe or not (`api.http.middleware.proxies`).
    """
    return uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=IDLE_SECONDS,
        timeout_graceful_shutdown=ENDING_SECONDS,
        backlog=WAITING,
        h11_max_incomplete_event_size=HEADER_BYTES,
    )
