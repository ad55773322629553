"""Calculations over HTTP: ask for one, follow its events, stop it and keep the best."""

import asyncio
from collections.abc import AsyncIterable
from time import monotonic
from typing import Annotated

from fastapi import Depends, Header, Request, Response
from fastapi.sse import EventSourceResponse, ServerSentEvent
from starlette.concurrency import run_in_threadpool

from api.access.caller import Role, ServiceScope
from api.access.door import Router
from api.access.errors import UnknownError
from api.access.idempotency import OnceKey
from api.access.reach import OVERSEERS, PLANNERS
from api.access.request import Reading, TheEngine, TheSettings, Who, Writing, caller_of
from api.access.rights.rule import agency
from api.database.engine import reading
from api.jobs.requests import submit_once
from api.jobs.results import AnsweredJobOut, answered_job_out
from api.jobs.service import BASE, job_of, place_of, stop
from api.jobs.shapes import AskJob, JobOut, job_out
from api.jobs.states import END, ended, events_after
from api.month.drafts.access import reached
from api.web.addresses import Id
from api.web.answering.answer import MOST
from api.web.refusing.problems import refusals

router = Router(
    prefix=BASE,
    tags=["calculs"],
    caller="l’intégrateur qui a son propre écran de planning",
    service=ServiceScope.PLAN,
)

AGAIN_MS = 2000
"""Milliseconds before a client that was cut off asks again."""

LOOKED = 3.0
"""Seconds after which it is looked at again whether who follows a calculation still may."""


@router.post(
    "/plannings/{rota_id}/calculs",
    may=agency(Role.RESPONSABLE),
    status_code=202,
    responses=refusals(404, 409, 410),
    sends=("Location",),
)
def ask(
    *,
    rota_id: Id,
    wish: AskJob,
    caller: Who,
    engine: TheEngine,
    settings: TheSettings,
    once: OnceKey,
    response: Response,
) -> JobOut:
    """Demande un calcul : résoudre un brouillon, le replanifier, ou expliquer ce qui l’empêche."""
    with reading(engine) as session:
        reached(caller, session, rota_id, PLANNERS)
    answer = submit_once(caller, rota_id, wish, once=once, settings=settings)
    if isinstance(answer, JobOut):
        response.headers["Location"] = place_of(answer.id)
    return answer  # type: ignore[return-value]  # or the answer of then, as it was sent


@router.get("/calculs/{job_id}", may=agency(Role.RH, Role.RESPONSABLE), responses=refusals(404))
def calculation(job_id: Id, caller: Who, session: Reading) -> AnsweredJobOut:
    """Donne un calcul : son état, son avancement, et, s’il est fini, ce qu’il a trouvé."""
    return answered_job_out(job_of(session, caller, job_id, OVERSEERS))


@router.post(
    "/calculs/{job_id}/arret",
    may=agency(Role.RESPONSABLE),
    status_code=202,
    responses=refusals(404, 409),
)
def enough(job_id: Id, caller: Who, session: Writing) -> JobOut:
    """Arrête un calcul, et garde le meilleur planning trouvé, s’il vaut mieux que le brouillon."""
    row = job_of(session, caller, job_id, PLANNERS)
    stop(session, caller, row)
    return job_out(row)


def _job_to_follow(job_id: Id, caller: Who, engine: TheEngine) -> str:
    """Return a calculation's id; refuse who may not follow it, before the stream begins."""
    with reading(engine) as session:
        return job_of(session, caller, job_id, OVERSEERS).id


@router.get(
    "/calculs/{job_id}/evenements",
    may=agency(Role.RH, Role.RESPONSABLE),
    response_class=EventSourceResponse,
    responses=refusals(404),
)
async def events(
    job: Annotated[str, Depends(_job_to_follow)],
    engine: TheEngine,
    settings: TheSettings,
    request: Request,
    last: Annotated[
        int,
        Header(
            alias="Last-Event-ID",
            ge=0,
            le=MOST,
            description="Numéro du dernier événement reçu : la suite seule est envoyée.",
        ),
    ] = 0,
) -> AsyncIterable[ServerSentEvent]:
    """
    Suit un calcul : `etat` à chaque changement, `avancement` deux fois par seconde au plus.

    Les événements sont numérotés à partir de 1 ; le dernier est `fin`. Si le serveur s’arrête
    avant, redemandez la suite avec l’en-tête Last-Event-ID. Une session fermée, un jeton révoqué ou
    un droit retiré met fin au suivi.
    """
    ending = getattr(request.app.state, "ending", None)
    seen, looked = last, monotonic()
    while ending is None or not ending.is_set():
        if monotonic() - looked >= LOOKED:
            if not await run_in_threadpool(_may_still, request, engine, job):
                return
            looked = monotonic()
        for event in await run_in_threadpool(_after, engine, job, seen):
            yield event
            seen = int(event.id or seen)
            if event.event == END:
                return
        await asyncio.sleep(settings.poll_seconds)


def _may_still(request: Request, engine: TheEngine, job: str) -> bool:
    """Whether the rights of who follows the stream still allow it."""
    caller = caller_of(request)
    if caller is None:
        return False
    try:
        _job_to_follow(job, caller, engine)
    except UnknownError:
        return False
    return True


def _after(engine: TheEngine, job: str, seen: int) -> list[ServerSentEvent]:
    """Return the events after one; of an ended calculation, at least its end."""
    with reading(engine) as session:
        happened = [
            ServerSentEvent(data=row.data, event=row.kind, id=str(row.number), retry=AGAIN_MS)
            for row in events_after(session, job, seen)
        ]
        row = None if happened else ended(session, job)
        if row is None:
            return happened
        # Seen to its end before, or so old that its events are gone.
        shown = job_out(row).model_dump(mode="json")
        data = {name: shown[name] for name in ("state", "words", "outcome", "version", "message")}
        return [ServerSentEvent(data=data, event=END, id=str(row.events))]
