"""Ask for a calculation, or for a publication made again; stop it and keep the best, or cancel."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.access.caller import Caller, Role
from api.access.errors import UnknownError
from api.access.journal import note
from api.access.reach import OVERSEERS, Reach
from api.data.stored.association import read
from api.database.tables.jobs import JobRow
from api.database.tables.month import RotaRow
from api.jobs.states import ENDS, WAITING, WORDS, Outcome, State, move, without_answer
from api.ledger.history import head, publication
from api.month.drafts.access import reached
from api.month.frames import chosen_of
from api.month.places.drafts import seen_by
from api.privacy.retention import PROBLEMS_LIVE
from api.web.answering.plain import as_json
from scheduler.domain.time import month_span, years_after
from scheduler.errors import InvalidProblemError, RoulementError

FROM_A_VERSION = frozenset({"replan", "alternative", "repairs"})
"""Kinds of calculations that start from what a draft's version holds."""

UNDER_WAY = JobRow.state.not_in([end.value for end in ENDS])
"""Whether a calculation isn't over."""

REPLAY = "replay"
"""The kind of calculation that makes a publication again: it keeps nobody from the draft."""

BASE = "/api/v1/responsable"

BEFORE = "Arrêté avant d’avoir commencé : rien à garder."


def place_of(job: str) -> str:
    """Return the address of a calculation in the API."""
    return f"{BASE}/calculs/{job}"


class DraftBusyError(RoulementError):
    """The draft has a calculation that isn't over; `job` says which."""

    status, code = 409, "calcul_en_cours"

    def __init__(self, job: str) -> None:
        super().__init__(
            "Un calcul de ce planning n’est pas fini : suivez-le, arrêtez-le ou annulez-le."
        )
        self.job = job
        self.refusal = {"headers": {"Location": place_of(job)}, "current": {"job": job}}


class NothingToReplanError(RoulementError):
    """The draft has no version to start from."""

    status, code = 409, "rien_a_recalculer"


class NothingToReplayError(RoulementError):
    """The publication comes from no version that is kept."""

    status, code = 409, "rien_a_rejouer"


class JobEndedError(RoulementError):
    """The calculation is over, so nothing is left to stop or to cancel."""

    status, code = 409, "calcul_fini"


@dataclass(frozen=True, kw_only=True)
class JobRequest:
    """
    What is asked for. `seconds`: of search. `effort`: a deterministic limit instead of the clock.

    `dispositifs` (empty: all of the draft's) and `since` (None: the whole month) bound a replan.
    `person` and `slot`: what an alternative is asked for.
    `until`: the last month, by its first day, of a solve of several (None: the draft's alone).
    """

    kind: str
    seconds: float
    seed: int = 0
    effort: float | None = None
    dispositifs: tuple[str, ...] = ()
    since: date | None = None
    person: str = ""
    slot: str = ""
    until: date | None = None


def running_of(session: Session, rota: str) -> JobRow | None:
    """Return the calculation of a draft that isn't over, replays of publications aside."""
    return session.scalar(
        select(JobRow).where(JobRow.rota == rota, JobRow.kind != REPLAY, UNDER_WAY)
    )


def refuted_of(session: Session, rota: str) -> JobRow | None:
    """
    Return the last calculation of a draft, if it found that no lawful month exists (else None).

    What was asked of one person alone, or of what is published, says nothing of the month, and what
    ended without an answer takes nothing from what was found of the same version before.
    """
    query = select(JobRow).where(
        JobRow.rota == rota,
        JobRow.ended.is_not(None),
        JobRow.kind.not_in(["alternative", REPLAY]),
    )
    last: JobRow | None = None
    for row in session.scalars(query.order_by(JobRow.ended.desc())):
        last = last or row
        if row.base != last.base:
            return None
        late = row.outcome == Outcome.UNCHANGED and not (row.result or {}).get("tiers")
        if row.outcome not in {None, Outcome.UNKNOWN} and not late:
            return row if row.outcome == Outcome.INFEASIBLE else None
    return None


def maker_of(session: Session, rota: str, version: int) -> JobRow | None:
    """Return the calculation that made a version of a draft (None: a hand did, or a return)."""
    query = select(JobRow).where(JobRow.rota == rota, JobRow.version == version)
    return session.scalars(query.order_by(JobRow.ended.desc()).limit(1)).first()


def calculating(session: Session) -> frozenset[str]:
    """Return the drafts that have a calculation that isn't over (see `running_of`)."""
    query = select(JobRow.rota).where(JobRow.kind != REPLAY, UNDER_WAY)
    return frozenset(rota for rota in session.scalars(query) if rota is not None)


def job_of(session: Session, caller: Caller, job: str, roles: frozenset[Role]) -> JobRow:
    """
    Return a calculation of a draft over which the caller has one of these roles.

    One of no draft is its asker's alone, for as long as its answer lives.

    Raises `UnknownError`: there is no such calculation, or the caller may not see it.
    """
    row = session.get(JobRow, job)
    if row is None:
        raise UnknownError
    if row.rota is None:
        old = row.ended is not None and row.ended + PROBLEMS_LIVE <= datetime.now(UTC)
        if old or row.asked_by != caller.user:
            raise UnknownError
        return row
    reached(caller, session, row.rota, roles)
    return row


def submit(session: Session, caller: Caller, rota: RotaRow, wanted: JobRequest) -> JobRow:
    """
    Record a calculation of a draft; the workers take it from there.

    Raises `DraftBusyError`: another one of the same draft isn't over; `NothingToReplanError`: the
    draft has no version yet; `InvalidProblemError`: `since` isn't in the draft's month, `until` is
    before it, or a dispositif isn't the draft's.
    """
    busy = running_of(session, rota.id)
    if busy is not None:
        raise DraftBusyError(busy.id)
    if wanted.kind in FROM_A_VERSION and not rota.head:
        raise NothingToReplanError(
            "Ce planning n’a pas encore de version : calculez-le avant de le recalculer."
        )
    if (
        wanted.since is not None
        and wanted.since not in month_span(rota.month.year, rota.month.month).days
    ):
        raise InvalidProblemError(
            f"{wanted.since:%d/%m/%Y} n’est pas dans le mois du planning ({rota.month:%m/%Y})"
        )
    if wanted.until is not None and not rota.month <= wanted.until < years_after(rota.month, 1):
        raise InvalidProblemError(
            f"jusqu’à {wanted.until:%m/%Y} : attendu, le mois du planning ({rota.month:%m/%Y}) ou "
            "l’un des onze suivants"
        )
    if wanted.dispositifs:
        association = read(session)
        chosen, there = chosen_of(association, rota), [d.id for d in association.dispositifs]
        decided = [dispositif for dispositif in there if chosen is None or dispositif in chosen]
        strange = [dispositif for dispositif in wanted.dispositifs if dispositif not in decided]
        if strange:
            raise InvalidProblemError(
                f"dispositif hors de ce planning « {strange[0]} » (attendu : {', '.join(decided)})"
            )
    # What is made of it may undo nothing that was published later than this, unsaid.
    known = {"seen": seen_by(session, rota.id, rota.head), "register": head(session).number}
    return _record(session, caller, wanted.kind, (rota.id, rota.head), as_json(wanted) | known)


def _record(
    session: Session,
    caller: Caller,
    kind: str,
    version: tuple[str, int],
    options: dict[str, Any],
    **about: Any,
) -> JobRow:
    """Write a calculation of a draft's version, and in the journal who asked for it."""
    row = JobRow(
        kind=kind,
        state=State.CREATED,
        rota=version[0],
        base=version[1],
        options=options,
        asked_by=caller.user,
        requested=datetime.now(UTC),
    )
    session.add(row)
    session.flush()
    detail = {"planning": row.rota, "nature": kind, **about}
    agency = _agency_of(session, row)
    note(session, caller, "calculer", "calcul", row.id, agency=agency, detail=detail)
    return row


def stop(session: Session, caller: Caller, row: JobRow) -> None:
    """
    Ask a calculation to end now and keep the best rota so far; asking twice changes nothing.

    Raises `JobEndedError`: it is over.
    """
    _check_running(row)
    note(session, caller, "arreter", "calcul", row.id, agency=_agency_of(session, row))
    if State(row.state) in WAITING:
        row.outcome = without_answer(row.kind)
        move(session, row, State.STOPPED, BEFORE)
    else:
        row.stop_asked = True


def cancel(session: Session, caller: Caller, row: JobRow) -> None:
    """
    Cancel a calculation at once; its worker then sees its turn lost, and kills the solver.

    Raises `JobEndedError`: it is over.
    """
    _check_running(row)
    note(session, caller, "annuler", "calcul", row.id, agency=_agency_of(session, row))
    row.cancel_asked = True
    move(session, row, State.CANCELLED)


def _agency_of(session: Session, row: JobRow) -> str:
    return "" if row.rota is None else session.get_one(RotaRow, row.rota).agency


def _check_running(row: JobRow) -> None:
    state = State(row.state)
    if state in ENDS:
        raise JobEndedError(f"Ce calcul est fini ({WORDS[state]}).")


def ask_replay(session: Session, caller: Caller, number: int) -> JobRow:
    """
    Record that a publication is to be made again; return the calculation that does it.

    The draft that was published can be calculated, edited and published meanwhile. Asked for twice
    before it is over, it is done once. Raises `UnknownError`: no publication has this number, or it
    isn't theirs; `NothingToReplayError`: it comes from an import.
    """
    row = publication(session, number)
    if not Reach(caller, OVERSEERS).planning(row, read(session)):
        raise UnknownError
    if row.rota is None:
        raise NothingToReplayError(
            "Cette publication vient d’un import : aucune version gardée ne dit de quoi elle a été "
            "faite."
        )
    under_way = select(JobRow).where(JobRow.rota == row.rota, JobRow.kind == REPLAY, UNDER_WAY)
    for job in session.scalars(under_way):
        if job.options["publication"] == number:
            return job
    nothing: dict[str, Any] = {"effort": None, "dispositifs": [], "since": None}
    options = {"publication": number, "seconds": 0.0, "seed": 0, **nothing}
    version = row.rota, row.version or 0
    return _record(session, caller, REPLAY, version, options, publication=number)
