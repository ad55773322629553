"""The service with a router of a test alone: composing the whole of it takes a while."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import FastAPI

from api.access import answers as access_errors
from api.settings import Settings
from api.web.clock import present
from api.web.errors import add_errors, bug
from api.web.failures import add_failures
from api.web.middleware import stack

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Engine

    from api.access.door import Router
    from api.access.rights.rule import Access


def small(
    engine: Engine, router: Router, rows: Iterable[Access], settings: Settings | None = None
) -> FastAPI:
    """Compose errors, layers and the door round a router, as `api.app.create` does."""
    app = FastAPI()
    app.state.settings = settings or Settings()
    app.state.engine = engine
    app.state.now = present
    app.state.policy = {(row.method, row.path): row for row in rows}
    add_errors(app)
    access_errors.add(app)
    add_failures(app)
    stack.add(app, app.state.settings, bug)
    app.router.routes.extend(router.routes)
    return app
