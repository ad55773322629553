"""Configure uvicorn: our log in place of its own, no server header, a graceful end."""

import uvicorn
from starlette.types import ASGIApp

IDLE_SECONDS = 30
"""How long a connexion without a request is kept: longer than proxies keep theirs."""

LAST_ANSWERS = 3
"""Seconds that requests have to end once the process is told to."""

BACKLOG = 2048
"""Connexions that wait to be taken."""

HEADER_BYTES = 64 * 1024
"""Longest start of a request that is read at all; what is longer is cut off by the server."""


def configured(app: ASGIApp) -> uvicorn.Config:
    """
    Return uvicorn's configuration: its access log would tell addresses, so ours stands in.

    Our own layer decides which X-Forwarded headers are believed (`api.web.middleware.proxies`).
    """
    return uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=IDLE_SECONDS,
        timeout_graceful_shutdown=LAST_ANSWERS,
        backlog=BACKLOG,
        h11_max_incomplete_event_size=HEADER_BYTES,
    )
