"""Calculer: ask for a calculation, follow it, stop it and keep the best, or give it up."""

from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Annotated
from uuid import uuid4

from fastapi import Form, Path, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import Field, ValidationError

from api.access.caller import Caller, Role
from api.access.errors import UnknownError
from api.access.idempotency import Once, request_digest
from api.access.reach import OVERSEERS, PLANNERS, Reach
from api.access.request import Reading, TheEngine, TheSettings, Who, Writing, the_settings
from api.access.rights.rule import agency
from api.data.stored.association import read
from api.database.engine import reading
from api.database.tables.month import RotaRow
from api.jobs.requests import submit_once
from api.jobs.service import (
    DraftBusyError,
    JobEndedError,
    NothingToReplanError,
    cancel,
    job_of,
    running_of,
    stop,
)
from api.jobs.shapes import AskJob, JobConfig, JobInput, JobOut
from api.ledger.history import whole
from api.month.drafts.access import reached
from api.month.errors import NothingFoundError
from api.month.frames import chosen_of, frame_of
from api.month.team_time import team_time_conflicts
from api.month.versions.keeping import open_variant
from api.page.calculating.view import job_view, months_after
from api.page.plannings import scope_of
from api.settings import Settings
from api.shell.document import render
from api.shell.guides import Guide
from api.shell.screens import Screens
from api.web.addresses import Id
from api.web.answering.answer import Body
from api.web.refusing.errors import refusal_of
from api.web.refusing.problems import Fault, Refusal
from scheduler.domain.slots import SlotKind
from scheduler.domain.time import minute_at
from scheduler.errors import InvalidProblemError

GUIDES = (
    Guide(
        address="/aide/calculer",
        title="Calculer",
        file="planning/calculate",
        screens=("/plannings/{rota_id}/calculer", "/plannings/{rota_id}/calculs/{job_id}"),
        picture=(
            "Le formulaire de calcul : tout à neuf ou changer le moins possible, puis les "
            "secondes de recherche."
        ),
    ),
)

router = Screens()
Text = Annotated[str, Field(max_length=120)]
Job = Annotated[str, Path(pattern="^[0-9a-f]{32}$")]
FIELDS = {
    "config.seconds": "seconds",
    "model_input.since": "since",
    "model_input.until": "until",
}
EXPECTED = {
    "seconds": "un nombre de secondes, de 1 à {most}",
    "since": "un jour du mois",
    "until": "un mois de la liste",
}


class JobForm(Body):
    """A calculation as somebody types it: a number or a day may be anything."""

    key: Annotated[str, Field(min_length=1, max_length=120)]
    kind: Text = "solve"
    seconds: Text = ""
    since: Text = ""
    until: Text = ""
    dispositifs: Annotated[tuple[str, ...], Field(max_length=200)] = ()
    person: Text = ""
    slot: Annotated[str, Field(max_length=160)] = ""

    def wish(self) -> AskJob:
        """
        Read what is typed.

        Raises `ValueError`: the day isn't one; a `ValidationError` names the other fields.
        """
        return AskJob(
            config=JobConfig.model_validate({"seconds": self.seconds.strip() or None}),
            model_input=JobInput.model_validate(
                {
                    "kind": self.kind,
                    "since": date.fromisoformat(self.since) if self.since.strip() else None,
                    "dispositifs": list(self.dispositifs),
                    "person": self.person,
                    "slot": self.slot,
                    "until": self.until or None,
                }
            ),
        )


EMPTY = JobForm(key="-", seconds="60")


@router.get("/plannings/{rota_id}/calculer", may=agency(Role.RESPONSABLE))
def ask_page(request: Request, who: Who, session: Reading, rota_id: Id) -> Response:
    """Show the form, or the calculation that isn't over."""
    reached(who, session, rota_id, PLANNERS)
    running = running_of(session, rota_id)
    if running is not None:
        return RedirectResponse(f"/plannings/{rota_id}/calculs/{running.id}", status_code=303)
    return _form(request, who, session, rota_id, typed=EMPTY)


@router.post("/plannings/{rota_id}/calculer", may=agency(Role.RESPONSABLE))
def ask(
    request: Request,
    who: Who,
    engine: TheEngine,
    settings: TheSettings,
    rota_id: Id,
    *,
    form: Annotated[JobForm, Form()],
) -> Response:
    """Start the calculation and follow it; or show the form again, with what was refused."""
    with reading(engine) as session:
        reached(who, session, rota_id, PLANNERS)
    try:
        wish = form.wish()
        digest = request_digest("POST", request.url.path, "", wish.model_dump_json().encode())
        # The same form sent twice is one demand; come back to and changed, it is another. A digest,
        # since a key outlives the people that it would name.
        once = Once(engine, who.user, f"{form.key}-{digest}", digest)
        answer = submit_once(who, rota_id, wish, once=once, settings=settings)
    except ValidationError as error:
        names = {str(fault["loc"][-1]) for fault in error.errors()}
        refusal = _refused(settings, *(name for name in EXPECTED if name in names))
    except (DraftBusyError, NothingToReplanError, InvalidProblemError) as error:
        refusal = refusal_of(error)
    except ValueError:
        refusal = _refused(settings, "since")
    except Refusal as error:
        refusal = error
    else:
        job = _job(answer)
        return RedirectResponse(f"/plannings/{rota_id}/calculs/{job}", status_code=303)
    with reading(engine) as session:
        return _form(request, who, session, rota_id, typed=form, refusal=refusal)


@router.get("/plannings/{rota_id}/calculs/{job_id}", may=agency(Role.RH, Role.RESPONSABLE))
def job_page(request: Request, who: Who, session: Reading, rota_id: Id, job_id: Job) -> Response:
    """Follow a calculation; without script, the page reloads itself."""
    return _follow(request, who, session, "calculating/job.html", rota_id=rota_id, job_id=job_id)


@router.get("/page/plannings/{rota_id}/calculs/{job_id}", may=agency(Role.RH, Role.RESPONSABLE))
def job_part(request: Request, who: Who, session: Reading, rota_id: Id, job_id: Job) -> Response:
    """Return the part of that page that changes, for its script."""
    return _follow(request, who, session, "calculating/state.html", rota_id=rota_id, job_id=job_id)


@router.post("/plannings/{rota_id}/calculs/{job_id}/arret", may=agency(Role.RESPONSABLE))
def enough(who: Who, session: Writing, rota_id: Id, job_id: Job) -> Response:
    """Stop a calculation and keep the best rota found."""
    row = job_of(session, who, job_id, PLANNERS)
    with suppress(JobEndedError):  # what was wanted is so: its page says how it ended
        stop(session, who, row)
    return RedirectResponse(f"/plannings/{rota_id}/calculs/{job_id}", status_code=303)


@router.post("/plannings/{rota_id}/calculs/{job_id}/variante", may=agency(Role.RESPONSABLE))
def variant(
    who: Who,
    session: Writing,
    rota_id: Id,
    job_id: Job,
    *,
    way: Annotated[str, Form(max_length=120)] = "",
) -> Response:
    """Open a month that a calculation found as a draft of its own, and compare it to this one."""
    row = job_of(session, who, job_id, PLANNERS)
    try:
        answer = open_variant(session, who, row, way)
    except NothingFoundError:
        return RedirectResponse(f"/plannings/{rota_id}/calculs/{job_id}", status_code=303)
    return RedirectResponse(f"/plannings/{answer.id}/comparer?base={rota_id}", status_code=303)


@router.post("/plannings/{rota_id}/calculs/{job_id}/abandon", may=agency(Role.RESPONSABLE))
def give_up(who: Who, session: Writing, rota_id: Id, job_id: Job) -> Response:
    """Cancel a calculation: nothing of it is kept."""
    row = job_of(session, who, job_id, PLANNERS)
    with suppress(JobEndedError):  # as above
        cancel(session, who, row)
    return RedirectResponse(f"/plannings/{rota_id}/calculs/{job_id}", status_code=303)


def _follow(
    request: Request, who: Caller, session: Reading, template: str, *, rota_id: str, job_id: str
) -> Response:
    row = job_of(session, who, job_id, OVERSEERS)
    if row.rota != rota_id:
        raise UnknownError
    draft, association = reached(who, session, rota_id), read(session)
    return render(
        request,
        template,
        draft=draft,
        scope=scope_of(draft, association),
        view=job_view(
            row,
            association.mediator_of,
            {dispositif.id: dispositif.name for dispositif in association.dispositifs},
            team_times=association.team_times,
            now=datetime.now(UTC),
            most=the_settings(request).solve_seconds,
        ),
        decides=Reach(who, PLANNERS).planning(draft, association),
        key=uuid4().hex,
    )


def _conflicts(session: Reading, draft: RotaRow, now: datetime) -> tuple[str, ...]:
    """Say what a team's compulsory time can't be had with (nothing, where no frame is needed)."""
    association = whole(session)
    if not any(t.kind is SlotKind.TEAM and t.mandatory for t in association.templates):
        return ()
    with suppress(InvalidProblemError):  # nothing to plan: the calculation says so
        return team_time_conflicts(frame_of(association, draft), minute_at(now))
    return ()


def _form(
    request: Request,
    who: Caller,
    session: Reading,
    rota_id: str,
    *,
    typed: JobForm,
    refusal: Refusal | None = None,
) -> Response:
    draft, association = reached(who, session, rota_id, PLANNERS), read(session)
    chosen = chosen_of(association, draft)
    faults = [
        {"field": FIELDS.get(fault.field, fault.field.rpartition(".")[2]), **_words(fault)}
        for fault in (refusal.errors if refusal else ())
    ]
    return render(
        request,
        "calculating/ask.html",
        status=200 if refusal is None else refusal.status,
        draft=draft,
        scope=scope_of(draft, association),
        choices=[d for d in association.dispositifs if chosen is None or d.id in chosen],
        months=months_after(draft.month),
        typed=typed,
        conflicts=_conflicts(session, draft, request.app.state.now()),
        most=the_settings(request).solve_seconds,
        problem=None if refusal is None else {"detail": refusal.detail, "errors": faults},
        key=uuid4().hex,
    )


def _words(fault: Fault) -> dict[str, str]:
    expected = fault.expected
    if expected.startswith("rien pour"):
        new = fault.field.endswith("until")
        expected = (
            f"rien, sauf pour {'tout le planning, à neuf' if new else 'changer le moins possible'}"
        )
    return {"expected": expected, "received": fault.received}


def _refused(settings: Settings, *names: str) -> Refusal:
    expected = {name: EXPECTED[name].format(most=settings.solve_seconds) for name in names}
    faults = [Fault(field=name, expected=words) for name, words in expected.items()]
    return Refusal(422, "requete_invalide", "Le calcul n’est pas lancé.", errors=faults)


def _job(answer: JobOut | Response) -> str:
    """Return a calculation's id; the answer kept for a request sent again has it in its address."""
    if isinstance(answer, JobOut):
        return answer.id
    return answer.headers["location"].rpartition("/")[2]
