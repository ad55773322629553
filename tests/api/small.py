"""The service with the routers of a test alone: composing the whole of it takes a while."""

from fastapi import FastAPI
from sqlalchemy import Engine

from api.access import answers as access_errors
from api.access.door import Router
from api.settings import Settings
from api.web.clock import present
from api.web.middleware import stack
from api.web.refusing.errors import add_errors, bug
from api.web.refusing.failures import add_failures


def small(engine: Engine, *routers: Router, settings: Settings | None = None) -> FastAPI:
    """Compose errors, layers and the door round routers, as `api.app.create` does."""
    app = FastAPI()
    app.state.settings = settings or Settings()
    app.state.engine = engine
    app.state.now = present
    add_errors(app)
    access_errors.add(app)
    add_failures(app)
    stack.add(app, app.state.settings, bug)
    for router in routers:
        app.router.routes.extend(router.routes)
    return app
