"""Apps with settings of their own that tests share: one for each public address."""

from fastapi import FastAPI
from sqlalchemy import Engine

from api.app import create
from api.settings import Settings
from tests.api.composed import composed
from tests.api.service import serve

USUAL = Settings().public_url


def app_of(settings: Settings, engine: Engine) -> FastAPI:
    """Return the app with these settings, on a database, as it is when just composed."""
    if settings.public_url == USUAL:
        app = serve(engine).app
        app.state.settings = settings
        return app
    return composed(settings.public_url, settings, engine, lambda: create(settings, engine))
