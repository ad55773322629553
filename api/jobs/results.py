"""What a calculation found, as it crosses HTTP."""

from datetime import date
from typing import Literal

from pydantic import BaseModel, Field

from api.database.tables.jobs import JobRow
from api.jobs.problems.shapes import ProblemAnswerOut
from api.jobs.shapes import JobOut, TierOut, job_out
from api.jobs.states import ENDS, State
from api.month.alternatives.service import CostChange
from api.month.drafts.access import IdleLockOut
from api.month.planning import Conflict
from api.month.replay.service import Recalculation, Replay
from api.month.versions.keeping import PostsOut
from api.web.answering.plain import Month

METRICS = ("seconds", "starting", "first_after", "peak_mb")


class ShiftChangeOut(BaseModel):
    """A change for a person: the slots before and after (empty: none), and in words."""

    person: str
    name: str
    before: str
    after: str
    words: str


class FairnessChangeOut(BaseModel):
    """What the month adds to an account of fairness, before and after, to four decimals."""

    kind: str = Field(examples=["nuits"])
    before: float
    after: float


class PayerOut(BaseModel):
    """What a person would hold more or less of: minutes and counts, before and after."""

    person: str
    name: str
    words: str
    planned: tuple[int, int]
    nights: tuple[int, int]
    saturdays: tuple[int, int]
    sundays: tuple[int, int]
    holidays: tuple[int, int]
    fairness: list[FairnessChangeOut] = []


class AlternativeOut(BaseModel):
    """
    What the month would be if a person held a slot, or, where they do (`holds`), if they didn't.

    `state`: `possible`, `impossible` (see `conflict`, or the sentences) or `non_conclu`; `fewest`:
    no lawful month that loses as few posts changes less, as is proved of all that are listed.
    `repairs`: changes that the version needs
    anyway, because something blocks in it, and that aren't counted (null: they are).
    """

    person: str
    slot: str
    holds: bool
    state: Literal["possible", "impossible", "non_conclu"]
    sentences: list[str]
    fewest: bool
    repairs: list[ShiftChangeOut] | None = []
    changes: list[ShiftChangeOut]
    tiers: list[CostChange]
    payers: list[PayerOut]
    conflict: Conflict | None


class MissingOut(BaseModel):
    """How many people a month lacks to its minimums, and to its targets."""

    minimum: int
    target: int


class UncoveredOut(BaseModel):
    """A slot that fewer people hold than before, of those whom it asks for."""

    slot: str
    before: int
    after: int
    target: int


class RepairOut(BaseModel):
    """
    A way to plan a month again, beside others.

    `way`: `moins_de_changements`, `couverture` or `personne_sous_48_h`. `fewest`: no lawful month
    that does as well by what comes before changes less: announced late, then people, then shifts.
    `count`, `late` (announced later than is due), `soon` (within two days): changes as people learn
    them. `uncovered`: what it leaves; `missing`: what the month lacks in all.
    """

    way: str
    title: str
    meaning: str
    state: Literal["possible", "impossible", "non_conclu"]
    sentences: list[str]
    fewest: bool
    count: int
    people: int
    late: int
    soon: int
    missing: MissingOut | None
    uncovered: list[UncoveredOut]
    changes: list[ShiftChangeOut]
    payers: list[PayerOut]


class WindowOut(BaseModel):
    """
    A window of several months that were planned at once: its days, both included, and its tiers.

    Its bounds hold for it alone, after what comes before it; their sum bounds nothing.
    """

    first: date
    last: date
    slots: int
    seconds: float
    tiers: list[TierOut]


class LaterOut(BaseModel):
    """
    The draft that a later month of a calculation of several was kept in.

    `message`: why there is none (`rota` is empty then): the data refuse that month since. `posts`:
    those of the draft's first version (null: there is no draft).
    """

    month: Month
    rota: str
    message: str = ""
    posts: PostsOut | None = None


class ResultOut(BaseModel):
    """
    What a calculation found.

    `head`: whether its version is the draft's current one; `beside`: why it isn't, though there is
    one. `posts`: that version's, all that the draft decides (null: it made none). `windows`: those
    by which several months were planned before they were searched whole; `tiers` are the whole's.
    `later`: the drafts of the months after the draft's.

    `engine`: versions, seed, limits and numbers of the data, so that it can be made again.
    `replay`: a publication made again, and `recalculation` the calculation that had made it.
    `remarks`: what its goals say beside their costs, such as the hours beyond contracts and the
    posts that they hold, a sentence each. `contradictions`: what the solver answered that a known
    rota refutes, and that is put aside, a sentence each. `locks_left_out`: locks of the month that
    it was made without, for they can't hold any more. `problem`: the rota of a problem that was
    sent whole.
    """

    head: bool = False
    posts: PostsOut | None = None
    beside: str = ""
    tiers: list[TierOut] = []
    remarks: list[str] = []
    contradictions: list[str] = []
    windows: list[WindowOut] = []
    later: list[LaterOut] = []
    explanation: Conflict | None = None
    alternative: AlternativeOut | None = None
    repairs: list[RepairOut] = []
    locks_left_out: list[IdleLockOut] = []
    problem: ProblemAnswerOut | None = None
    replay: Replay | None = None
    recalculation: Recalculation | None = None
    engine: dict[str, str | int | float | None]


class AnswerOut(BaseModel):
    """
    What a calculation found, what it took (`metrics`), what it comes to (`kpis`).

    `seconds` from the solver's start to its end, `starting` of which were no search. `posts`, and
    `filled` of them; `findings`, and how many are `blocking`.
    """

    model_output: ResultOut
    metrics: dict[str, float] = Field(examples=[{"seconds": 12.5, "starting": 1.2, "peak_mb": 410}])
    kpis: dict[str, float] = Field(
        examples=[{"posts": 148, "filled": 140, "findings": 12, "blocking": 0}]
    )


class AnsweredJobOut(JobOut):
    """A calculation, with what it found (null: it hasn't ended)."""

    result: AnswerOut | None


def answered_job_out(row: JobRow) -> AnsweredJobOut:
    """Write a calculation with what it found, if it has ended."""
    ended = State(row.state) in ENDS
    return AnsweredJobOut(**dict(job_out(row)), result=_answer_out(row) if ended else None)


def _answer_out(row: JobRow) -> AnswerOut:
    values = row.result or {}
    kpis = {name: values[name] for name in ("findings", "blocking") if name in values}
    if posts := values.get("posts"):
        kpis |= {"posts": posts["target"], "filled": posts["have"]}
    return AnswerOut(
        model_output=result_out(row),
        metrics={name: values[name] for name in METRICS if name in values},
        kpis=kpis,
    )


def result_out(row: JobRow) -> ResultOut:
    """Read what a calculation found, as its row keeps it."""
    return ResultOut.model_validate({**(row.result or {}), "engine": row.engine or {}})
