"""Accueil: what is to be done by whoever plans, and by RH."""

from fastapi import Request
from fastapi.responses import Response

from api.access.caller import Role
from api.access.reach import OVERSEERS
from api.access.request import Reading, Who
from api.access.rights.rule import role
from api.home.service import todo_of
from api.home.tasks import Urgency
from api.shell.document import render
from api.shell.guides import Guide
from api.shell.menu import Entry
from api.shell.preparing import JUDGED, PREPARED
from api.shell.screens import Screens
from api.web.clock import Now
from scheduler.domain.time import civil_day

ENTRY = Entry(
    rank=5, address="/accueil", title="À faire", roles=OVERSEERS, landing=OVERSEERS, icon="house"
)

GUIDES = (
    Guide(
        address="/aide/accueil",
        title="À faire",
        file="planning/home",
        screens=("/accueil",),
    ),
)

router = Screens(dependencies=[PREPARED, JUDGED])

HEADS = {
    Urgency.NOW: "Tout de suite",
    Urgency.SOON: "Ces jours-ci",
    Urgency.LATER: "Quand vous pourrez",
}
"""What each urgency is called."""


@router.get("/accueil", may=role(Role.RH, Role.RESPONSABLE))
def home_page(request: Request, who: Who, session: Reading, now: Now) -> Response:
    """Show what is to be done, worst first."""
    todo = todo_of(session, who, now)
    parts = [
        (urgency, head, [task for task in todo.tasks if task.urgency is urgency])
        for urgency, head in HEADS.items()
    ]
    return render(
        request,
        "home/todo.html",
        parts=[part for part in parts if part[2]],
        notes=todo.notes,
        today=civil_day(now),
    )
