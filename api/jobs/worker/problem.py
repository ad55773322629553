"""Solve a problem of no draft: what was sent is planned, and its answer kept for who sent it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from api.database.tables.jobs import JobRow
from api.jobs.problems.answer import answer_of
from api.jobs.problems.frame import posed
from api.jobs.problems.service import content_of
from api.jobs.problems.shapes import ProblemInput
from api.jobs.states import Outcome, State
from api.jobs.worker.conclusion import NOT_CONCLUDED, Conclusion, of_solve
from api.jobs.worker.inputs import best_of, facts_of, options_of
from api.month.explanation import conflict_json
from api.month.planning import Conflict, Follower, plan, undecided
from api.settings import Settings
from api.web.problems import Refusal
from scheduler.domain.problem import Assignment, Problem
from scheduler.domain.time import minute_at
from scheduler.engine.outcome import Infeasible, Options, OutOfTime, Solution
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
            explained = {} if why is None else {"explanation": conflict_json(why)}
            return replace(end, result={**end.result, **explained}, message="")
