"""Ask for a calculation of a draft, once for each key, from the API and from the pages."""

from fastapi.responses import Response
from sqlalchemy.orm import Session

from api.access.caller import Caller
from api.access.idempotency import Once
from api.access.reach import PLANNERS
from api.jobs.service import place_of, submit
from api.jobs.shapes import AskJob, JobOut, job_out, wanted_of
from api.month.drafts.access import reached
from api.settings import Settings
from api.web.refusing.problems import Refusal


def submit_once(
    caller: Caller, rota_id: str, wish: AskJob, *, once: Once, settings: Settings
) -> JobOut | Response:
    """
    Record a calculation of a draft that the caller may decide; workers take it from there.

    A request sent again with its key does nothing, and returns the answer kept of the first one.
    Raises `Refusal`: the draft was thrown away (409), or values are wrong (422); or as `submit`
    does.
    """

    def deed(session: Session) -> JobOut:
        wanted = wanted_of(wish, settings)
        rota = reached(caller, session, rota_id, PLANNERS)
        if rota.discarded is not None:
            raise Refusal(409, "planning_abandonne", "Ce planning a été abandonné.")
        answer = job_out(submit(session, caller, rota, wanted))
        headers["Location"] = place_of(answer.id)
        return answer

    headers: dict[str, str] = {}
    return once.do(deed, headers, status=202)
