"""Ask for the calculation of a problem that is sent whole: nothing of the association is read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from fastapi.responses import Response
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from api.access.caller import Caller
from api.access.idempotency import AlreadyAnsweredError, Once
from api.access.journal import note
from api.data.entering.editor import invalid
from api.database.engine import writing
from api.database.tables.jobs import PROBLEM, JobProblemRow, JobRow
from api.jobs.problems.frame import posed
from api.jobs.problems.shapes import AskProblem, ProblemInput
from api.jobs.requests import place_of
from api.jobs.service import UNDER_WAY
from api.jobs.shapes import JobOut, job_out, seconds_of
from api.jobs.states import State
from api.privacy.retention import old_problems
from api.settings import Settings
from api.web.problems import Refusal

MOST_AT_ONCE = 4
"""How many problems of one account may wait or be solved."""

LATER = timedelta(seconds=30)
"""When it is worth asking again, after too many."""


def ask_problem(
    caller: Caller, wish: AskProblem, *, once: Once, settings: Settings
) -> JobOut | Response:
    """
    Record a problem to solve; workers take it where no calculation of a draft wants their place.

    A request sent again with its key does nothing, and returns the answer kept of the first one.
    Raises `Refusal`: something in it is wrong (422, see `posed`), or the account has as many under
    way as it may (429).
    """
    before = once.answered()
    if before is not None:
        return before
    seconds, faults = seconds_of(wish.config, settings)
    if faults:
        raise invalid(faults)
    now = datetime.now(UTC)
    posed(wish.model_input, now)
    row = JobRow(
        kind=PROBLEM,
        state=State.CREATED,
        options={
            "seconds": seconds,
            "seed": wish.config.seed,
            "effort": wish.config.effort,
            "dispositifs": [],
            "since": None,
        },
        asked_by=caller.user,
        requested=now,
    )
    try:
        with writing(once.engine) as session:
            _forget(session, now)
            _check_room(session, caller)
            session.add(row)
            session.flush()
            content = wish.model_input.model_dump(mode="json")
            session.add(JobProblemRow(job=row.id, content=content))
            note(session, caller, "calculer", "calcul", row.id, detail={"nature": PROBLEM})
            answer = job_out(row)
            once.record(session, 202, answer, {"Location": place_of(answer.id)})
    except AlreadyAnsweredError:
        return once.answered() or answer
    return answer


def content_of(session: Session, job: str) -> ProblemInput | None:
    """Return what a problem was sent with (None: it isn't kept any more)."""
    row = session.get(JobProblemRow, job)
    return None if row is None else ProblemInput.model_validate(row.content)


def _check_room(session: Session, caller: Caller) -> None:
    mine = (JobRow.kind == PROBLEM, JobRow.asked_by == caller.user, UNDER_WAY)
    many = session.scalar(select(func.count()).select_from(JobRow).where(*mine)) or 0
    if many >= MOST_AT_ONCE:
        raise Refusal(
            429,
            "trop_de_calculs",
            f"{many} de vos calculs ne sont pas finis, autant qu’un compte peut en avoir : "
            "attendez-en un, ou arrêtez-en un.",
            headers={"Retry-After": f"{LATER.total_seconds():.0f}"},
        )


def _forget(session: Session, now: datetime) -> None:
    """Delete what was answered long enough ago; workers do it once a day, too."""
    old = delete(JobRow).where(*old_problems(now))
    session.execute(old, execution_options={"synchronize_session": False})
