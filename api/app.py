"""Compose the service: find the features' routes, and check that each says who may call it."""

from collections.abc import Callable, Iterable
from contextlib import AbstractAsyncContextManager

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from sqlalchemy import Engine
from starlette.routing import BaseRoute

from api import PAGES, ROUTES, modules
from api.access import answers as access_errors
from api.access.door import DOOR, Router
from api.access.rights.rule import rights_of
from api.controls.kept import SeenAudits
from api.database.engine import connect
from api.feeds.reading import routes as flux
from api.openapi import describe
from api.settings import Settings
from api.shell.assets import routes as assets
from api.shell.help import routes as help_pages
from api.shell.problems import ProblemPages
from api.web.clock import present
from api.web.middleware import compression, stack
from api.web.refusing.errors import add_errors, bug
from api.web.refusing.failures import add_failures

VERSION = "1"


def create(
    settings: Settings,
    engine: Engine | None = None,
    *,
    lifespan: Callable[[FastAPI], AbstractAsyncContextManager[None]] | None = None,
    more: Iterable[Router | APIRouter] = (),
) -> FastAPI:
    """
    Compose the service on a database that has its tables.

    `more`: routers beside those of the folder. ValueError: a route doesn't pass the door or say who
    may call it, or is declared twice.
    """
    app = FastAPI(
        title="Roulement",
        version=VERSION,
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,  # the address would be made of the Host that was asked for
        lifespan=lifespan,
    )
    app.state.settings = settings
    app.state.engine = engine or connect(settings.database_url)
    app.state.now = present
    app.state.first_code = ""
    app.state.seen_audits, app.state.seen_tables = SeenAudits(), SeenAudits()
    add_errors(app)
    access_errors.add(app)
    add_failures(app)
    stack.add(app, settings, bug)
    app.add_middleware(ProblemPages)
    compression.add(app)  # last: pages are made of problems as they were written
    app.router.routes.extend(declared())
    for router in more:
        app.router.routes.extend(router.routes)
    _check_door(app)
    app.state.rights = rights_of(route for route in app.routes if not _document(app, route))
    describe(app)
    return app


def declared() -> list[BaseRoute]:
    """
    Return the routes of all features, in the order in which they are tried.

    Routers are in modules called `pages` (screens) or `routes` (JSON), or ending so.
    """
    routes = [
        route
        for module in modules(PAGES, ROUTES)
        for router in vars(module).values()
        if isinstance(router, Router)
        for route in router.routes
    ]
    routes += help_pages.guides_for(rights_of(routes)).routes
    # Phones ask for feeds all day, and a page waits for its files: these are tried first.
    return [*flux.FIRST, *assets.FIRST, *sorted(routes, key=_parameters)]


def _parameters(route: BaseRoute) -> int:
    """
    Count the parameters of a page's address; 0 for any other route, whose order is free.

    Pages are tried in this order: `/donnees/{kind}` would take `/donnees/importer` for itself, and
    `/donnees/{kind}/{key}` all that stands below a kind.
    """
    if not isinstance(route, APIRoute) or route.include_in_schema:
        return 0
    return route.path.count("{")


def _check_door(app: FastAPI) -> None:
    for route in app.routes:
        if isinstance(route, APIRoute) and tuple(route.dependencies[: len(DOOR)]) != DOOR:
            raise ValueError(f"{route.path} ne passe pas par la porte (api.access.door.Router)")


def _document(app: FastAPI, route: BaseRoute) -> bool:
    return getattr(route, "path", "") == app.openapi_url
