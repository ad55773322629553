"""Take one turn at a calculation, from its data to its end, whatever happens on the way."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import Engine
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import Session

from api.database.engine import reading, writing
from api.database.tables.jobs import PROBLEM, JobRow
from api.jobs.problems.service import content_of, posed
from api.jobs.problems.shapes import ProblemInput, answer_of
from api.jobs.service import REPLAY
from api.jobs.states import Outcome, State, ended
from api.jobs.worker.conclusion import (
    NOT_CONCLUDED,
    Conclusion,
    conclude,
    of_alternative,
    of_explanation,
    of_repairs,
    of_replay,
    of_solve,
)
from api.jobs.worker.explanation import explained
from api.jobs.worker.inputs import Inputs, as_pairs, best_of, facts_of, inputs_of, options_of
from api.jobs.worker.lending import DatabaseLender
from api.jobs.worker.progress import Watch
from api.jobs.worker.turns import LostTurnError, Turn, claim, row_of, take_back
from api.month.alternatives.service import alternative
from api.month.planning import Conflict, Follower, await_solver, plan, undecided
from api.month.repairs.service import repairs
from api.month.replay.service import replay
from api.month.replay.solving import solve_again
from api.settings import Settings
from api.web.answering.plain import as_json
from api.web.refusing.problems import Refusal
from scheduler.domain.problem import Assignment, Problem
from scheduler.domain.time import minute_at
from scheduler.engine.outcome import Infeasible, Options, OutOfTime, Solution
from scheduler.errors import (
    EncodingMismatchError,
    NurseryDiedError,
    RoulementError,
    SolverCrashError,
)
from scheduler.rule import Profile

GONE = "Ce qui fut envoyé n’est plus gardé : demandez-le à nouveau."

Explain = Callable[[Problem, Profile], Conflict | None]
"""Says why no lawful rota exists (None: given up)."""


@dataclass(frozen=True, kw_only=True)
class SentProblem:
    """What a calculation of no draft is made from (see `api.jobs.worker.inputs.Inputs`)."""

    content: ProblemInput | None
    search: Options
    resumed: frozenset[Assignment]
    facts: dict[str, Any]


def sent_problem(session: Session, row: JobRow, settings: Settings) -> SentProblem:
    """Read what was sent, and how to search."""
    return SentProblem(
        content=content_of(session, row.id),
        search=options_of(row, settings),
        resumed=best_of(row),
        facts=facts_of(session, row, settings),
    )


def solved(sent: SentProblem, follower: Follower, explain: Explain) -> Conclusion | None:
    """
    Plan a problem that was sent, and say how it ended (None: given up).

    Raises `SolverCrashError` or `EncodingMismatchError` as `scheduler.engine.solve.solve` does.
    """
    if sent.content is None:
        return Conclusion(state=State.INVALID, message=GONE)
    now = datetime.now(UTC)
    try:
        problem = posed(sent.content, now)
    except Refusal as refused:
        return Conclusion(state=State.INVALID, message=refused.detail)
    frame, at = problem.frame, minute_at(now)
    outcome = plan(
        frame,
        sent.search,
        now=at,
        standing=problem.standing,
        best=sent.resumed,
        follower=follower,
    )
    if follower.cancel is not None and follower.cancel.is_set():
        return None
    end = of_solve(outcome, sent.search.seconds if sent.search.effort is None else None)
    match outcome:
        case Solution():
            result = {**end.result, "problem": answer_of(frame, outcome.rota, at)}
            return replace(end, result=result, assignments=None, later={})
        case OutOfTime():
            return replace(end, outcome=Outcome.UNKNOWN, message=NOT_CONCLUDED)
        case Infeasible():
            why = explain(undecided(frame, at), frame.profile)
            explained = {} if why is None else {"explanation": as_json(why)}
            return replace(end, result={**end.result, **explained}, message="")


Deed = TypeVar("Deed")
log = logging.getLogger("roulement.jobs")

AGAIN = 1.0
"""Seconds before a write that failed, because the database was away, is tried again."""

CHILD_DIED = (
    "Le calcul s’est arrêté : mémoire insuffisante ou défaut du solveur. Rien n’est gardé, le "
    "service continue. ({})"
)
DEFECT = "Défaut du logiciel pendant le calcul ({}) : rien n’est gardé, le service continue."

CUT_SHORT = frozenset({State.STOPPED, State.FAILED})
GROUP = 0.3
"""Seconds between the ends of processes that one signal ends."""

GIVEN_UP = Conclusion(state=State.STOPPED)


class LeftError(BaseException):
    """
    Leave the calculation as it is, to another turn, which has it already or will have it.

    Not an `Exception`: the queue's engine takes those for the end of a workflow, and must take this
    one for a machine that died.
    """


def calculate(
    engine: Engine, settings: Settings, job: str, worker: str, ending: threading.Event
) -> None:
    """
    Take the next turn at a calculation that waits for one, and bring it to its end.

    Raises `LeftError`: the process must end, or the calculation was given to another worker.
    """

    def take() -> Turn | None:
        with writing(engine) as session:
            return claim(session, job, worker)

    turn = _insist(take, ending)
    if turn is None:
        return
    try:
        _run(engine, settings, turn, ending)
    except LostTurnError:
        if not _insist(lambda: _over(engine, job), ending):
            raise LeftError from None


def _run(engine: Engine, settings: Settings, turn: Turn, ending: threading.Event) -> None:
    killed = ""
    with Watch(engine, settings, turn, ending) as watch:
        try:
            end = _conclusion(engine, settings, turn, watch)
        except NurseryDiedError as error:
            # A signal may end a whole group of processes: the solver's may be first.
            ending.wait(GROUP)
            end, killed = None, str(error)
    if watch.lost:
        raise LostTurnError("ce calcul n’est plus le vôtre")
    if ending.is_set() and not watch.stop_asked and (end is None or end.state in CUT_SHORT):
        _insist(lambda: _hand_back(engine, turn, watch), ending)
        raise LeftError
    if killed and not watch.stop_asked:
        _insist(lambda: _hand_back(engine, turn, watch, killed), ending)
        return
    _conclude(engine, turn, end or GIVEN_UP, ending)


def _over(engine: Engine, job: str) -> bool:
    """Whether nothing is left to be done: it was cancelled, or erased with somebody's data."""
    with reading(engine) as session:
        return session.get(JobRow, job) is None or ended(session, job) is not None


def _conclude(engine: Engine, turn: Turn, end: Conclusion, ending: threading.Event) -> None:
    """Write how a calculation ended; if that can't be written, write that it failed."""
    try:
        _insist(lambda: conclude(engine, turn, end), ending)
    except LostTurnError:
        raise
    except Exception as error:
        log.exception("calcul %s : conclusion refusée", turn.job)
        failed = Conclusion(state=State.FAILED, message=DEFECT.format(type(error).__name__))
        _insist(lambda: conclude(engine, turn, failed), ending)


def _hand_back(engine: Engine, turn: Turn, watch: Watch, killed: str = "") -> None:
    """
    Give the calculation back to the queue, with the best rota so far to start from.

    `killed`: why it counts as an attempt that failed (empty: it doesn't).
    """
    with writing(engine) as session:
        row = row_of(session, turn)
        if watch.best is not None:
            row.best = as_pairs(watch.best)
        take_back(session, row, crashed=bool(killed), why=killed)


def _conclusion(engine: Engine, settings: Settings, turn: Turn, watch: Watch) -> Conclusion | None:
    """Calculate, and say how it ended (None: given up)."""

    def read() -> Inputs | SentProblem | int:
        with reading(engine) as session:
            row = row_of(session, turn)
            if row.kind == REPLAY:
                return int(row.options["publication"])
            read_inputs = sent_problem if row.kind == PROBLEM else inputs_of
            return read_inputs(session, row, settings)

    def note(facts: dict[str, object]) -> None:
        with writing(engine) as session:
            row_of(session, turn).engine = facts

    try:
        inputs = _insist(read, watch.ending)
        if isinstance(inputs, int):
            watch.begin()
            return _replayed(engine, inputs, watch)
        _insist(lambda: note(inputs.facts), watch.ending)
        # Of the first calculation after a start, the solver is still being loaded.
        await_solver()
        watch.begin()
        return _searched(engine, settings, turn, watch, inputs)
    except (LostTurnError, NurseryDiedError):
        raise
    except SolverCrashError as error:
        # A signal may end a whole group of processes: the solver's may be first.
        watch.ending.wait(GROUP)
        return Conclusion(state=State.FAILED, message=CHILD_DIED.format(error))
    except EncodingMismatchError as error:
        return Conclusion(state=State.FAILED, message=DEFECT.format(error))
    except RoulementError as error:
        return Conclusion(state=State.INVALID, message=str(error))
    except Exception as error:
        log.exception("calcul %s : défaut", turn.job)
        return Conclusion(state=State.FAILED, message=DEFECT.format(type(error).__name__))


def _replayed(engine: Engine, number: int, watch: Watch) -> Conclusion | None:
    """Make a publication again, then the calculation that made it (None: given up)."""
    with reading(engine) as session:
        answer = replay(session, number)
        again = solve_again(session, number, _follower(watch))
    return None if watch.give_up.is_set() else of_replay(answer, again)


def _searched(
    engine: Engine, settings: Settings, turn: Turn, watch: Watch, inputs: Inputs | SentProblem
) -> Conclusion | None:
    """Search, and say how it ended (None: given up)."""
    if isinstance(inputs, SentProblem):
        # Its parts aren't lent: other machines work for the association first.
        explain = _explain(inputs.search, watch)
        return solved(inputs, _follower(watch, on_best=watch.better), explain)
    with DatabaseLender(engine, settings, turn, inputs.now) as lender:
        return _with_idle_locks(_calculated(inputs, watch, lender), inputs)


def _calculated(inputs: Inputs, watch: Watch, lender: DatabaseLender) -> Conclusion | None:
    options = inputs.options
    explain = _explain(options, watch)
    if inputs.kind == "explain":
        problem = undecided(inputs.frame, inputs.now)
        why = explain(problem, inputs.frame.profile)
        return None if why is None else of_explanation(why)
    if inputs.question is not None:
        answer = alternative(
            inputs.frame,
            inputs.base or frozenset(),
            inputs.question,
            options,
            now=inputs.now,
            follower=_follower(watch),
            explain=explain,
        )
        return None if watch.give_up.is_set() else of_alternative(answer, inputs.frame)
    if inputs.kind == "repairs":
        ways = repairs(
            inputs.frame,
            inputs.base or frozenset(),
            options,
            now=inputs.now,
            since=inputs.since,
            dispositifs=inputs.dispositifs,
            follower=_follower(watch),
        )
        return None if watch.give_up.is_set() else of_repairs(ways, inputs.frame)
    outcome = plan(
        inputs.frame,
        options,
        now=inputs.now,
        base=inputs.base if inputs.kind == "replan" else None,
        standing=inputs.base,
        since=inputs.since,
        dispositifs=inputs.dispositifs,
        best=inputs.best,
        follower=_follower(watch, on_best=watch.better, lender=lender),
    )
    seconds = options.seconds if options.effort is None else None
    return None if watch.give_up.is_set() else of_solve(outcome, seconds=seconds)


def _explain(options: Options, watch: Watch) -> Any:
    """Return the function that says why no lawful rota exists, until somebody gives up."""
    return partial(
        explained,
        seconds=options.seconds,
        memory_mb=options.memory_mb,
        given_up=lambda: watch.stop.is_set() or watch.give_up.is_set(),
    )


def _follower(watch: Watch, **more: Any) -> Follower:
    return Follower(on_progress=watch.heard, stop=watch.stop, cancel=watch.give_up, **more)


def _with_idle_locks(end: Conclusion | None, inputs: Inputs) -> Conclusion | None:
    """Add to an end the locks that it was calculated without: who typed them must know."""
    if end is None or not inputs.frame.idle:
        return end
    idle = [
        {"person": lock.lock.mediator, "slot": lock.lock.slot, "message": lock.message}
        for lock in inputs.frame.idle
    ]
    return replace(end, result={**end.result, "locks_left_out": idle})


def _insist(deed: Callable[[], Deed], ending: threading.Event) -> Deed:
    """
    Run work that needs the database, and try again while the database is away.

    Raises `LeftError`: it is away and the process must end.
    """
    while True:
        try:
            return deed()
        except (OperationalError, InterfaceError, PoolTimeoutError) as error:
            if ending.is_set():
                raise LeftError from error
            log.warning("base de données absente : %s", type(error).__name__)
            ending.wait(AGAIN)
