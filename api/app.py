"""Compose the service: find the features' routes, and hold each against the table of rights."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import FastAPI
from fastapi.routing import APIRoute

from api import modules
from api.access import answers as access_errors
from api.access.door import DOOR
from api.access.rights.table import policy
from api.asking import answers as asking_errors
from api.controls.seen import SeenAudits
from api.database.engine import connect
from api.feeds.reading import routes as flux
from api.month import answers as rotas_errors
from api.openapi.document import describe
from api.page.assets import routes as assets
from api.page.problems import ProblemPages
from api.web.clock import present
from api.web.errors import add_errors, bug
from api.web.failures import add_failures
from api.web.middleware import compression, stack

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from contextlib import AbstractAsyncContextManager

    from fastapi import APIRouter
    from sqlalchemy import Engine
    from starlette.routing import BaseRoute

    from api.access.rights.rule import Access
    from api.settings import Settings

VERSION = "1"


def create(
    settings: Settings,
    engine: Engine | None = None,
    *,
    lifespan: Callable[[FastAPI], AbstractAsyncContextManager[None]] | None = None,
    more: Iterable[tuple[APIRouter, Iterable[Access]]] = (),
) -> FastAPI:
    """
    Compose the service on a database that has its tables.

    `more`: routers beside those of the folder, with their rows of the table of rights.

    Raises
    ------
    ValueError
        A route doesn't go through the door or has no row in the table of rights, or a row has no
        route.
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
    app.state.policy = dict(policy())
    app.state.now = present
    app.state.first_code = ""
    app.state.seen_audits = SeenAudits()
    add_errors(app)
    access_errors.add(app)
    asking_errors.add(app)
    rotas_errors.add(app)
    add_failures(app)
    stack.add(app, settings, bug)
    app.add_middleware(ProblemPages)
    compression.add(app)  # last: pages are made of problems as they were written
    # Phones ask for feeds all day, and a page waits for its files: these are tried first.
    app.router.routes[:0] = (*flux.FIRST, *assets.FIRST)
    routes = [route for router in routers() for route in router.routes]
    app.router.routes.extend(sorted(routes, key=_parameters))
    for router, rows in more:
        app.state.policy |= {(row.method, row.path): row for row in rows}
        app.router.routes.extend(router.routes)
    _check_routes(app)
    describe(app)
    return app


def routers() -> Iterator[APIRouter]:
    """Yield the routers of all features, by name: each is in a module called `routes`."""
    for module in modules("*routes"):
        if hasattr(module, "router"):
            yield module.router


def _parameters(route: BaseRoute) -> int:
    """
    Count the parameters of a page's address; 0 for any other route, whose order is free.

    Pages are tried in this order: `/donnees/{kind}` would take `/donnees/importer` for itself, and
    `/donnees/{kind}/{key}` all that stands below a kind.
    """
    if not isinstance(route, APIRoute) or route.include_in_schema:
        return 0
    return route.path.count("{")


def routes_of(app: FastAPI) -> Iterator[tuple[str, str]]:
    """Yield method and path of every route that the service answers."""
    for route in app.routes:
        path = getattr(route, "path", "")
        if path != app.openapi_url:
            for method in sorted(getattr(route, "methods", None) or ()):
                yield method, path


def _check_routes(app: FastAPI) -> None:
    """Check that each route passes the door and has a row of rights, and each row a route."""
    for route in app.routes:
        if isinstance(route, APIRoute) and tuple(route.dependencies[: len(DOOR)]) != DOOR:
            raise ValueError(f"{route.path} ne passe pas par la porte (api.access.door.Router)")
    routes, rows = set(routes_of(app)), set(app.state.policy)
    for method, path in sorted(routes - rows):
        raise ValueError(f"{method} {path} n’a pas de ligne dans la table des droits")
    for method, path in sorted(rows - routes):
        raise ValueError(f"la table des droits parle de {method} {path}, qui n’existe pas")
