"""Make the calculation of a publication again, where deterministic limits bounded it."""

from dataclasses import replace
from datetime import UTC, date
from importlib.metadata import version as installed

from sqlalchemy.orm import Session

from api.data.stored.history import association_at
from api.database.tables.jobs import JobRow
from api.french.plural import plural
from api.ledger.history import months_before, publication
from api.ledger.removals import removals_before
from api.month.frames import chosen_of, framed
from api.month.horizon import by_month
from api.month.places.drafts import assignments_of, draft, version_of
from api.month.planning import Follower, plan
from api.month.replay.service import Recalculation, Verdict
from scheduler.domain.problem import Assignment
from scheduler.domain.time import minute_at
from scheduler.engine.outcome import Infeasible, Options, Outcome, Solution
from scheduler.errors import (
    EncodingMismatchError,
    NurseryDiedError,
    RoulementError,
    SolverCrashError,
)


def solve_again(session: Session, number: int, follower: Follower | None = None) -> Recalculation:
    """
    Solve what made a publication again, with its data, seed and limits; nothing is written.

    `follower`: how it is followed, and stopped. Raises `UnknownError`: no publication has this
    number; `SolverCrashError` or `EncodingMismatchError` as `scheduler.engine.solve.solve` does.
    """
    row = publication(session, number)
    if row.rota is None or row.version is None:
        return _unsure("aucune version gardée ne dit de quoi elle a été faite")
    made_by = version_of(session, row.rota, row.version).job
    job = None if made_by is None else session.get(JobRow, made_by)
    if job is None:
        return _unsure("aucun calcul n’a fait cette version : elle a été écrite à la main")
    why = _unpromised(job)
    if why:
        return _unsure(why)
    try:
        outcome = _outcome(session, job, follower or Follower())
    except (SolverCrashError, EncodingMismatchError, NurseryDiedError):
        raise
    except RoulementError as error:
        return _unsure(f"les données du calcul ne se lisent plus : {error}")
    return _compared(outcome, row.month, assignments_of(session, row.rota, row.version))


def _compared(outcome: Outcome, month: date, kept: frozenset[Assignment]) -> Recalculation:
    """Compare what a calculation gives of a month with what is kept of it."""
    if not isinstance(outcome, Infeasible) and outcome.stopped:
        return _unsure("le calcul a été arrêté avant d’être refait")
    again: frozenset[Assignment] = frozenset()
    if isinstance(outcome, Solution):
        again = by_month(outcome.rota).get(month, frozenset())
    if again == kept:
        return Recalculation(
            verdict=Verdict.SAME, sentence="le calcul refait donne le même planning"
        )
    count = plural(len(again ^ kept), "affectation diffère", "affectations diffèrent")
    return Recalculation(
        verdict=Verdict.DIFFERENT, sentence=f"le calcul refait donne un autre planning : {count}"
    )


def _unsure(why: str) -> Recalculation:
    return Recalculation(verdict=Verdict.UNSURE, sentence=why)


def _unpromised(job: JobRow) -> str:
    """Say why the same rota can't be promised (empty: it can)."""
    facts = job.engine or {}
    if job.started is None or job.kind not in {"solve", "replan"} or not facts:
        return "on ne sait plus avec quoi ce calcul a été fait"
    if facts["effort"] is None:
        return "l’horloge bornait ce calcul : le refaire peut donner un autre planning"
    if job.stop_asked or job.attempts > 1:
        return "ce calcul a été arrêté ou repris : le refaire peut donner un autre planning"
    here = installed("ortools")
    if facts["ortools"] != here:
        return f"OR-Tools {facts['ortools']} avait calculé, et {here} est installé"
    return ""


def _outcome(session: Session, job: JobRow, follower: Follower) -> Outcome:
    """Solve with what the calculation had: its data and register, version, options and moment."""
    assert job.started is not None  # noqa: S101 - its caller has looked
    facts, options, now = job.engine, job.options, job.started.astimezone(UTC)
    then = replace(
        association_at(session, now),
        history=months_before(session, facts["ledger"] + 1),
        removals=removals_before(session, facts["ledger"] + 1, now),
    )
    rota = draft(session, job.draft)
    since, until = options["since"], options.get("until")
    frame = framed(
        then,
        rota.month,
        chosen_of(then, rota),
        now,
        until=None if until is None else date.fromisoformat(until),
    )
    base = assignments_of(session, job.draft, job.base) if job.base else None
    return plan(
        frame,
        Options(
            seconds=facts["seconds"],
            workers=facts["threads"],
            processes=facts["processes"],
            seed=facts["seed"],
            memory_mb=facts["memory_mb"],
            effort=facts["effort"],
        ),
        now=minute_at(now),
        base=base if job.kind == "replan" else None,
        standing=base,
        since=None if since is None else date.fromisoformat(since),
        dispositifs=frozenset(options["dispositifs"]) or None,
        follower=follower,
    )
