"""Apps that tests share: composing one takes seconds, so there is one of each kind in a process."""

from collections.abc import Callable
from typing import Any

from fastapi import FastAPI
from sqlalchemy import Engine
from starlette.datastructures import State

from api.settings import Settings

MADE: dict[str, tuple[FastAPI, dict[str, Any]]] = {}
"""Each app, by its kind, and its state when it was made."""


def composed(kind: str, settings: Settings, engine: Engine, make: Callable[[], FastAPI]) -> FastAPI:
    """Return the app of a kind, on a database, as it is when just composed."""
    if kind not in MADE:
        made = make()
        MADE[kind] = (made, dict(vars(made.state)["_state"]))
    app, state = MADE[kind]
    app.state = State({**state, "settings": settings, "engine": engine})
    return app
