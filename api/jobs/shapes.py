"""What crosses HTTP of calculations."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.database.tables.jobs import JobRow
from api.french.plural import plural
from api.jobs.service import JobRequest
from api.jobs.states import OUTCOME_WORDS, WORDS, Outcome, State
from api.month.drafts.access import IdleLockOut
from api.settings import Settings
from api.web.answer import MOST, Body
from api.web.months import PATTERN, first_of
from api.web.problems import Fault, Refusal

BASE = "/api/v1/responsable"

ALTERNATIVE_WORDS = {
    Outcome.OPTIMAL: "possible, avec le moins de changements",
    Outcome.FEASIBLE: "possible",
    Outcome.INFEASIBLE: "impossible",
    Outcome.UNKNOWN: "non conclu",
}
"""How a question about one assignment ends, as people say it."""

Name = Annotated[str, Field(min_length=1, max_length=120, pattern=r"^[^\s;,|\"'/\x00]+$")]


class JobConfig(Body):
    """
    How to search. `seconds`: null is as long as the service allows.

    `effort`: a deterministic limit per tier instead of the clock, so that the same request gives
    the same rota twice.
    """

    seconds: Annotated[float | None, Field(ge=1, le=3600)] = None
    seed: Annotated[int, Field(ge=0, le=MOST)] = 0
    effort: Annotated[float | None, Field(gt=0, le=10_000)] = None


class JobInput(Body):
    """
    What to calculate: `solve` a month, `replan` it with the fewest changes, or `explain` it.

    `dispositifs` (none: all of the draft's) and `since` bound what is planned again. Without
    `since`, what is published and has begun stays. `until`, of a solve: the last of several months
    that are planned at once, the draft's being the first; each of the others gets a draft of its
    own (`later` of the result). An `alternative` says what would change if `person` held `slot`, or
    if they didn't where they do; the draft stays as it is.
    """

    kind: Literal["solve", "replan", "explain", "alternative"]
    dispositifs: Annotated[list[Name], Field(max_length=200)] = Field(default_factory=list)
    since: date | None = None
    person: Annotated[str, Field(max_length=120)] = ""
    slot: Annotated[str, Field(max_length=160)] = ""
    until: Annotated[str | None, Field(pattern=PATTERN, max_length=7, examples=["2027-03"])] = None


class AskJob(Body):
    """A calculation asked for."""

    config: JobConfig = JobConfig()
    model_input: JobInput

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        json_schema_extra={
            "examples": [
                {"config": {"seconds": 60}, "model_input": {"kind": "solve"}},
                {"config": {"seconds": 300}, "model_input": {"kind": "solve", "until": "2027-03"}},
                {"config": {}, "model_input": {"kind": "replan", "since": "2026-12-14"}},
                {
                    "config": {"seconds": 10},
                    "model_input": {
                        "kind": "alternative",
                        "person": "ada",
                        "slot": "P-J-2026-03-02",
                    },
                },
            ]
        },
    )


class PartOut(BaseModel):
    """What a part that is being solved is at: its tier, the best cost so far, its bound."""

    part: str
    tier: str
    best: int | None
    bound: int | None


class ProgressOut(BaseModel):
    """How far a calculation is; `seconds` of search since it began or was taken over."""

    seconds: float
    parts: int
    parts_done: int
    running: list[PartOut]


class JobOut(BaseModel):
    """
    A calculation. `words` and `outcome_words` are for people.

    `base`: the draft's version that it starts from; `version`: the one that it made.
    """

    id: str
    kind: str
    state: State
    words: str
    outcome: Outcome | None
    outcome_words: str
    rota: str
    base: int
    version: int | None
    seconds: float
    seed: int
    dispositifs: list[str]
    since: date | None
    until: str | None
    requested: datetime
    started: datetime | None
    ended: datetime | None
    attempts: int
    stop_asked: bool
    cancel_asked: bool
    progress: ProgressOut | None
    message: str


class TierOut(BaseModel):
    """
    A tier of goals: its cost, a bound that no rota beats, and the distance as people say it.

    `words`: « prouvé optimal », « à 12 % au plus du mieux possible », « non cherché, faute de
    temps », « écart inconnu : aucune borne utile ». `gap`: as a share of the cost.
    """

    tier: int
    name: str
    cost: int
    bound: int
    unit: str
    optimal: bool
    gap: float
    status: str
    words: str


class CauseOut(BaseModel):
    """
    A claim of a conflict, and what it is about (`person`, `slot`: ids, or empty).

    `lever`: what lifts it: `verrou`, `absence`, `gabarit`, `besoin`, `personne`, `contrat`,
    `binome` or `formation`; empty: nothing does, the rota changes.
    """

    sentence: str
    lever: str
    person: str
    slot: str
    day: date


class ExplanationOut(BaseModel):
    """
    Why no rota exists: claims that can't hold together, a sentence each, and what they name.

    `causes`: the same, each with what lifts it. `verified`: they were shown to contradict each
    other, and none can be left out.
    """

    part: str
    sentences: list[str]
    causes: list[CauseOut] = []
    verified: bool
    rules: list[str]
    people: list[str]
    slots: list[str]


class TierChangeOut(BaseModel):
    """A tier of goals that costs more or less than in the draft's version."""

    name: str
    unit: str
    before: int
    after: int


class ShiftChangeOut(BaseModel):
    """A change for a person: the slots before and after (empty: none), and in words."""

    person: str
    name: str
    before: str
    after: str
    words: str


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


class AlternativeOut(BaseModel):
    """
    What the month would be if a person held a slot, or, where they do (`holds`), if they didn't.

    `state`: `possible`, `impossible` (see `conflict`, or the sentences) or `non_conclu`; `fewest`:
    no lawful month that loses as few posts changes less.
    """

    person: str
    slot: str
    holds: bool
    state: Literal["possible", "impossible", "non_conclu"]
    sentences: list[str]
    fewest: bool
    changes: list[ShiftChangeOut]
    tiers: list[TierChangeOut]
    payers: list[PayerOut]
    conflict: ExplanationOut | None


class WindowOut(BaseModel):
    """
    A window of several months that were planned at once: its days, both included, and its tiers.

    Its bounds hold for it alone, after what stands before it; their sum bounds nothing.
    """

    first: date
    last: date
    slots: int
    seconds: float
    tiers: list[TierOut]


class LaterOut(BaseModel):
    """The draft that a later month of a calculation of several was kept in."""

    month: str
    rota: str


class ResultOut(BaseModel):
    """
    What a calculation found. `head`: whether its version is the draft's current one.

    `windows`: those by which several months were planned before they were searched whole; `tiers`
    are the whole's. `later`: the drafts of the months after the draft's.

    `engine`: versions, seed, limits and numbers of the data, so that it can be made again.
    `remarks`: what its goals tell beside their costs, such as the hours beyond contracts and the
    posts that they hold, a sentence each. `locks_left_out`: locks of the month that it was made
    without, for they can't hold any more.
    """

    job: str
    state: State
    outcome: Outcome | None
    outcome_words: str
    message: str
    version: int | None
    head: bool
    tiers: list[TierOut]
    remarks: list[str]
    windows: list[WindowOut]
    later: list[LaterOut]
    explanation: ExplanationOut | None
    alternative: AlternativeOut | None
    locks_left_out: list[IdleLockOut]
    engine: dict[str, str | int | float | None]


class AnswerOut(BaseModel):
    """What a calculation found, what it took (`metrics`), how many findings it left (`kpis`)."""

    model_output: ResultOut
    metrics: dict[str, float] = Field(examples=[{"seconds": 12.5, "peak_mb": 410}])
    kpis: dict[str, float] = Field(examples=[{"findings": 12, "blocking": 0}])


def job_out(row: JobRow) -> JobOut:
    """Write a calculation as it is shown."""
    options = row.options
    return JobOut(
        id=row.id,
        kind=row.kind,
        state=State(row.state),
        words=WORDS[State(row.state)],
        outcome=None if row.outcome is None else Outcome(row.outcome),
        outcome_words=_outcome_words(row),
        rota=row.rota,
        base=row.base,
        version=row.version,
        seconds=options["seconds"],
        seed=options["seed"],
        dispositifs=options["dispositifs"],
        since=options["since"],
        until=None if (until := options.get("until")) is None else until[:7],
        requested=row.requested,
        started=row.started,
        ended=row.ended,
        attempts=row.attempts,
        stop_asked=row.stop_asked,
        cancel_asked=row.cancel_asked,
        progress=None if row.progress is None else ProgressOut.model_validate(row.progress),
        message=row.message,
    )


def result_out(row: JobRow) -> ResultOut:
    """Write what a calculation found."""
    values: dict[str, Any] = row.result or {}
    return ResultOut(
        job=row.id,
        state=State(row.state),
        outcome=None if row.outcome is None else Outcome(row.outcome),
        outcome_words=_outcome_words(row),
        message=row.message,
        version=row.version,
        head=bool(values.get("head")),
        tiers=[TierOut.model_validate(tier) for tier in values.get("tiers", ())],
        remarks=list(values.get("remarks", ())),
        windows=[WindowOut.model_validate(window) for window in values.get("windows", ())],
        later=[LaterOut.model_validate(draft) for draft in values.get("later", ())],
        explanation=(
            ExplanationOut.model_validate(values["explanation"])
            if "explanation" in values
            else None
        ),
        alternative=(
            AlternativeOut.model_validate(values["alternative"])
            if "alternative" in values
            else None
        ),
        locks_left_out=[
            IdleLockOut.model_validate(lock) for lock in values.get("locks_left_out", ())
        ],
        engine=row.engine or {},
    )


def _outcome_words(row: JobRow) -> str:
    if row.outcome is None:
        return ""
    if row.kind == "explain" and row.outcome == Outcome.FEASIBLE:
        return "rien à expliquer : un planning légal existe"
    if row.kind == "alternative":
        return ALTERNATIVE_WORDS[Outcome(row.outcome)]
    return OUTCOME_WORDS[Outcome(row.outcome)]


def wanted_of(body: AskJob, settings: Settings) -> JobRequest:
    """
    Read what is asked for.

    Raises
    ------
    Refusal
        It asks for more time than the service gives, or bounds what isn't planned again (422).
    """
    wish = body.model_input
    seconds = body.config.seconds or settings.solve_seconds
    faults = []
    if seconds > settings.solve_seconds:
        expected = f"au plus {settings.solve_seconds}"
        faults.append(Fault(field="config.seconds", received=f"{seconds:g}", expected=expected))
    if wish.kind != "replan":
        bounds = {"dispositifs": ", ".join(wish.dispositifs), "since": wish.since or ""}
        faults += [
            Fault(
                field=f"model_input.{name}", received=f"{bound}", expected=f"rien pour {wish.kind}"
            )
            for name, bound in bounds.items()
            if bound
        ]
    for name, value in (("person", wish.person), ("slot", wish.slot)):
        wanted = wish.kind == "alternative"
        if bool(value) != wanted:
            expected = "un identifiant" if wanted else f"rien pour {wish.kind}"
            faults.append(Fault(field=f"model_input.{name}", received=value, expected=expected))
    if wish.kind != "solve" and wish.until is not None:
        faults.append(
            Fault(field="model_input.until", received=wish.until, expected=f"rien pour {wish.kind}")
        )
    if faults:
        many = f"{plural(len(faults), 'valeur refusée', 'valeurs refusées')}."
        raise Refusal(422, "requete_invalide", many, errors=faults)
    return JobRequest(
        kind=wish.kind,
        seconds=seconds,
        seed=body.config.seed,
        effort=body.config.effort,
        dispositifs=tuple(dict.fromkeys(wish.dispositifs)),
        since=wish.since,
        person=wish.person,
        slot=wish.slot,
        until=None if wish.until is None else first_of(wish.until),
    )
