"""Say that what a page needs is being read, after a start, instead of leaving a browser to wait."""

from __future__ import annotations

from fastapi import Depends, Request

from api.web.problems import Refusal

CODE = "preparation"
SECONDS = 2
"""After which the browser asks again by itself."""


def _prepared(request: Request) -> None:
    """
    Let a reading of a page through once the first months have been read (see `api.month.warming`).

    Raises
    ------
    Refusal
        They are still being read (503): the page says so, and comes back by itself.
    """
    warm = getattr(request.app.state, "warm", None)
    if request.method == "GET" and warm is not None and not warm():
        raise Refusal(
            503,
            CODE,
            "Le service vient de démarrer et lit les plannings. Cette page revient d’elle-même.",
            headers={"Retry-After": str(SECONDS), "Refresh": str(SECONDS)},
        )


PREPARED = Depends(_prepared)
