"""Apps that tests share: composing one takes a while, so there is one for each public address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.datastructures import State

from api.http.app import create
from api.settings import Settings
from tests.api.http.conftest import serve

if TYPE_CHECKING:
    from fastapi import FastAPI
    from sqlalchemy import Engine

USUAL = Settings().public_url
MADE: dict[str, tuple[FastAPI, dict[str, Any]]] = {}


def app_of(settings: Settings, engine: Engine) -> FastAPI:
    """Return the app with these settings, on a database, as it is when just composed."""
    if settings.public_url == USUAL:
        app = serve(engine).app
        app.state.settings = settings
        return app
    if settings.public_url not in MADE:
        made = create(settings, engine)
        MADE[settings.public_url] = (made, dict(vars(made.state)["_state"]))
    app, state = MADE[settings.public_url]
    app.state = State({**state, "engine": engine, "settings": settings})
    return app
