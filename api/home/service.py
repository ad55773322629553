"""Gather what somebody has to do, worst first."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from api.access.caller import Caller
from api.access.reach import HR, PLANNERS, Reach
from api.french.plural import plural
from api.home.planning import Planner
from api.home.staff import Staff
from api.home.tasks import Task, Todo, Urgency
from api.hours.service import count_waiting as count_hours
from api.shell.counts import REQUESTS, count_waiting

ASKED = "Congés, échanges, rendez-vous."
"""What people ask for, beside hours."""


def todo_of(session: Session, caller: Caller, now: datetime) -> Todo:
    """Return what a responsable or RH has to do, worst first; equals stay in their order."""
    tasks = list(_waiting(session, caller, now))
    notes: tuple[str, ...] = ()
    if Reach(caller, PLANNERS).areas:
        planner = Planner(session, caller, now)
        tasks, notes = [*planner.tasks(), *tasks], tuple(planner.notes())
    if Reach(caller, HR).areas:
        tasks += Staff(session, caller, now).tasks()
    return Todo(tasks=tuple(sorted(tasks, key=lambda task: task.urgency)), notes=notes)


def _waiting(session: Session, caller: Caller, now: datetime) -> Iterator[Task]:
    """Yield a task for the requests that wait for the caller, and one for hours to confirm."""
    hours = count_hours(session, caller, now)
    requests = count_waiting(session, caller, now) - hours
    if requests:
        verb = "attend" if requests == 1 else "attendent"
        text, note = f"{plural(requests, 'demande')} {verb} votre réponse.", ASKED
        yield Task(Urgency.SOON, text, "Répondre", REQUESTS, note)
    if hours:
        text = f"{plural(hours, 'service')} dont les heures faites sont à confirmer."
        yield Task(Urgency.SOON, text, "Confirmer", f"{REQUESTS}#heures")
