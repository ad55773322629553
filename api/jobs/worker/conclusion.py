"""Write what a calculation found, with its rota, once and in one transaction."""

from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from api.database.counters import number
from api.database.engine import reading, writing
from api.database.tables.jobs import JobRow
from api.database.tables.month import RotaRow
from api.jobs.states import KEEPING, Outcome, State, move, without_answer
from api.jobs.worker.inputs import as_pairs
from api.jobs.worker.turns import Turn, row_of
from api.ledger.history import whole
from api.month.alternatives.service import Alternative
from api.month.alternatives.wording import alternative_json
from api.month.frames import Frame, chosen_of, frame_of, framed
from api.month.horizon import by_month
from api.month.places.drafts import assignments_of
from api.month.planning import Conflict
from api.month.repairs.repair import Repair, repair_json
from api.month.replay.service import Recalculation, Replay, Verdict
from api.month.standing import proved_best, unchanged_words, weight_of
from api.month.versions.keeping import EDITED, PostsOut, keep, keep_later
from api.planning.names import names_of
from api.planning.summary import solution_json
from api.web.answering.plain import as_json
from scheduler.domain.posts import count_posts
from scheduler.domain.problem import Assignment
from scheduler.engine.outcome import Infeasible, OutOfTime, Solution
from scheduler.errors import RoulementError

DATA_MOVED = (
    "Les données ont changé pendant le calcul, et rien ne dit que ce planning soit meilleur"
)
LATER_DATA = (
    "Les données, ou ce qui est publié, ont changé pendant le calcul : ce qu’il dit l’est de "
    "celles d’avant."
)
MONTH_ALONE = "Pour ce mois seul, le planning du brouillon est meilleur"


@dataclass(frozen=True, kw_only=True)
class Weighed:
    """
    The data under which a rota was weighed against the draft's version.

    `against`: why it mustn't become the draft's current one (empty: nothing is against it).
    """

    data: int
    ledger: int
    against: str


def weigh(
    engine: Engine, turn: Turn, rota: frozenset[Assignment], later: Collection[date]
) -> Weighed:
    """
    Weigh a rota against the draft as it is now; `later`: the months that were planned with it.

    The solver has weighed it against the same version and data: only what has moved since, or one
    month of several, is weighed again. It is done beforehand, so that nobody waits while it is
    written.
    """
    with reading(engine) as session:
        row = row_of(session, turn)
        draft, association = session.get_one(RotaRow, row.draft), whole(session)
        data, ledger = number(session, "data"), number(session, "ledger")
        moved = _moved(session, row)
        against = ""
        # What the data refuse is said where it is written.
        with suppress(RoulementError):
            for month in later:
                framed(association, month, chosen_of(association, draft))
            if (moved or later) and draft.head == row.base:
                before = assignments_of(session, draft.id, draft.head)
                frame = frame_of(association, draft)
                weight = partial(
                    weight_of,
                    frame,
                    base=before if row.kind == "replan" else None,
                    now=datetime.now(UTC),
                )
                weight_now, weight_before = weight(rota), weight(before)
                if moved and weight_now >= weight_before:
                    against = DATA_MOVED
                elif weight_now > weight_before:
                    against = MONTH_ALONE
        return Weighed(data=data, ledger=ledger, against=against)


def against(session: Session, weighed: Weighed | None) -> str:
    """Return what is against a rota, in the transaction that would make it the current one."""
    data, ledger = number(session, "data"), number(session, "ledger")
    if weighed is None or (weighed.data, weighed.ledger) != (data, ledger):
        return DATA_MOVED
    return weighed.against


def outdated(session: Session, row: JobRow) -> str:
    """
    Say of which version or data a calculation speaks, where there are others by now (else "").

    A version that it has made speaks for itself, by being the draft's current one or not.
    """
    draft = session.get_one(RotaRow, row.draft)
    if row.version is None and draft.head != row.base:
        return f"{EDITED} : ce qu’il dit l’est de la version {row.base}."
    beside = row.version is not None and draft.head != row.version
    return LATER_DATA if _moved(session, row) and not beside else ""


def _moved(session: Session, row: JobRow) -> bool:
    """Whether the data or the register aren't those that a calculation read."""
    facts = row.engine or {}
    read = facts.get("data"), facts.get("ledger")
    return read != (number(session, "data"), number(session, "ledger"))


NOT_CONCLUDED = (
    "Aucun planning trouvé dans le temps donné : ce n’est pas une preuve qu’il n’en existe pas. "
    "Donnez plus de temps."
)
NOT_CONCLUDED_ALTERNATIVE = "Le temps a manqué pour répondre : donnez-en plus."
NOT_VERIFIED = "Le temps a manqué pour vérifier que chacune de ces exigences est nécessaire."
IMPOSSIBLE = "Aucun planning légal n’existe ; une explication dira pourquoi."


@dataclass(frozen=True, kw_only=True)
class Conclusion:
    """
    How a calculation ends. `assignments`: the rota to keep (None: none).

    `later`: those of months after the draft's, by first day, where several were planned.
    """

    state: State
    outcome: Outcome | None = None
    message: str = ""
    result: dict[str, Any] = field(default_factory=dict)
    assignments: frozenset[Assignment] | None = None
    later: dict[date, frozenset[Assignment]] = field(default_factory=dict)


def of_solve(outcome: Solution | Infeasible | OutOfTime, seconds: float | None) -> Conclusion:
    """
    Say how a solve ended; a time-out is never a proof.

    `seconds`: those of search that were asked for (None: no clock bounded it).
    """
    match outcome:
        case Solution():
            return _of_solution(outcome, seconds)
        case Infeasible():
            return Conclusion(
                state=State.COMPLETED,
                outcome=Outcome.INFEASIBLE,
                message=IMPOSSIBLE,
                result={
                    "part": outcome.part,
                    "people": list(outcome.mediators),
                    "slots": list(outcome.slots),
                    "seconds": round(outcome.seconds, 2),
                },
            )
        case OutOfTime():
            return Conclusion(
                state=State.STOPPED if outcome.stopped else State.COMPLETED,
                outcome=Outcome.UNCHANGED,
                message=unchanged_words(outcome, seconds=seconds),
                result={"part": outcome.part, "seconds": round(outcome.seconds, 2)},
            )


def _of_solution(outcome: Solution, seconds: float | None) -> Conclusion:
    first = outcome.rota.problem.horizon.days[0]
    months, figures = by_month(outcome.rota), solution_json(outcome)
    del figures["stopped"]  # its state says so
    end = Conclusion(
        state=State.STOPPED if outcome.stopped else State.COMPLETED,
        outcome=Outcome.OPTIMAL if proved_best(outcome) else Outcome.FEASIBLE,
        assignments=months.pop(first, frozenset()),
        later=months,
        result={
            **figures,
            "posts": PostsOut.model_validate(count_posts(outcome.rota)).model_dump(),
            "findings": len(outcome.findings),
            "blocking": sum(f.blocks and not f.inherited for f in outcome.findings),
        },
    )
    if not outcome.unchanged:
        return end
    message = unchanged_words(outcome, seconds=seconds)
    return replace(end, outcome=Outcome.UNCHANGED, message=message, assignments=None, later={})


def of_explanation(conflict: Conflict) -> Conclusion:
    """Say how the search for a conflict ended."""
    if conflict.possible:
        outcome = Outcome.FEASIBLE
    else:
        outcome = Outcome.INFEASIBLE if conflict.sentences else Outcome.UNKNOWN
    message = NOT_CONCLUDED if outcome is Outcome.UNKNOWN else ""
    if outcome is Outcome.INFEASIBLE and not conflict.verified:
        message = NOT_VERIFIED
    return Conclusion(
        state=State.COMPLETED,
        outcome=outcome,
        message=message,
        result={"explanation": as_json(conflict)},
    )


def of_alternative(answer: Alternative, frame: Frame) -> Conclusion:
    """Say what the month would be otherwise; it is kept with the answer, not as a version."""
    outcome = Outcome.INFEASIBLE if answer.concluded else Outcome.UNKNOWN
    values = alternative_json(answer, names_of(frame.association))
    if answer.assignments is not None:
        outcome = Outcome.OPTIMAL
        values["assignments"] = as_pairs(answer.assignments)
    late = outcome is Outcome.UNKNOWN and not answer.stopped
    return Conclusion(
        state=State.STOPPED if answer.stopped else State.COMPLETED,
        outcome=outcome,
        message=NOT_CONCLUDED_ALTERNATIVE if late else "",
        result={"alternative": values},
    )


def of_repairs(repairs: Sequence[Repair], frame: Frame) -> Conclusion:
    """Say in which ways a month can be planned again; they are kept with the answer."""
    names = names_of(frame.association)
    values = [
        repair_json(repair, names)
        | ({} if repair.assignments is None else {"assignments": as_pairs(repair.assignments)})
        for repair in repairs
    ]
    if all(repair.fewest for repair in repairs):
        outcome = Outcome.OPTIMAL
    elif any(repair.assignments is not None for repair in repairs):
        outcome = Outcome.FEASIBLE
    else:
        outcome = Outcome.INFEASIBLE if repairs[0].impossible else Outcome.UNKNOWN
    stopped = any(repair.stopped for repair in repairs)
    return Conclusion(
        state=State.STOPPED if stopped else State.COMPLETED,
        outcome=outcome,
        message=NOT_CONCLUDED if outcome is Outcome.UNKNOWN and not stopped else "",
        result={"repairs": values},
    )


def of_replay(answer: Replay, again: Recalculation) -> Conclusion:
    """Say whether a publication comes again, by its hash and by its calculation."""
    verdicts = {answer.verdict, again.verdict}
    if Verdict.DIFFERENT in verdicts:
        outcome = Outcome.INFEASIBLE
    elif answer.verdict is Verdict.SAME:
        outcome = Outcome.OPTIMAL if again.verdict is Verdict.SAME else Outcome.FEASIBLE
    else:
        outcome = Outcome.UNKNOWN
    return Conclusion(
        state=State.COMPLETED,
        outcome=outcome,
        result={
            "replay": as_json(answer),
            "recalculation": as_json(again),
        },
    )


def conclude(engine: Engine, turn: Turn, end: Conclusion) -> None:
    """
    Write how a calculation ended, and its rota, once: both or nothing.

    Raises `LostTurnError`: the calculation isn't this turn's any more: nothing is written.
    """
    rota = end.assignments
    weighed = None if rota is None else weigh(engine, turn, rota, end.later)
    try:
        _write(engine, turn, end, weighed)
    except RoulementError as refused:
        if end.assignments is None:
            raise
        # The draft doesn't take the rota (it was thrown away meanwhile).
        _write(engine, turn, Conclusion(state=State.FAILED, message=str(refused)), None)


def _write(engine: Engine, turn: Turn, end: Conclusion, weighed: Weighed | None) -> None:
    with writing(engine) as session:
        row = row_of(session, turn)
        # Somebody stopped it before it said anything: it had no time.
        late = without_answer(row.kind) if end.state is State.STOPPED else None
        row.outcome = end.outcome or late
        row.result = end.result or None
        if end.assignments is not None:
            # What several months cost isn't what one of them does.
            tiers = None if end.later else end.result["tiers"]
            beside = against(session, weighed)
            row.version = keep(session, row, end.assignments, tiers, beside=beside)
        for month, assignments in end.later.items():
            keep_later(session, row, month, assignments)
        concluded = row.kind in KEEPING and end.outcome is not None
        later = outdated(session, row) if concluded else ""
        move(session, row, end.state, f"{end.message} {later}".strip())
