"""Say that what a page needs is being read, after a start, instead of leaving a browser to wait."""

from collections.abc import Callable
from enum import StrEnum

from fastapi import Depends, Request

from api.web.refusing.problems import Refusal

CODE = "preparation"
SECONDS = 2
"""After which the browser asks again by itself."""


class Warmed(StrEnum):
    """
    What is done in advance (see `api.ops.warming`).

    DRAFTS: those of months that aren't over, judged. CONFORMITY: the published month that RH look
    at first, judged, which a publication changes. SOLVER: loaded, where this process calculates.
    """

    DRAFTS = "plannings"
    CONFORMITY = "conformite"
    SOLVER = "solveur"


def _once_warm(work: Warmed, why: str) -> Callable[[Request], None]:
    """
    Return a check that lets pages be read once a work is done.

    It raises a refusal (503) until then: the page says so, and comes back by itself.
    """

    def check(request: Request) -> None:
        ready = getattr(request.app.state, "warm_for", None)
        if request.method == "GET" and ready is not None and not ready(work):
            raise Refusal(
                503,
                CODE,
                f"{why} Cette page revient d’elle-même.",
                headers={"Retry-After": str(SECONDS), "Refresh": str(SECONDS)},
            )

    return check


PREPARED = Depends(_once_warm(Warmed.DRAFTS, "Le service vient de démarrer et lit les plannings."))
JUDGED = Depends(_once_warm(Warmed.CONFORMITY, "Le service juge le mois publié."))
"""Whether the published month is judged, after a start or a publication."""
