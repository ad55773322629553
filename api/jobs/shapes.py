"""What crosses HTTP of calculations."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.database.tables.jobs import JobRow
from api.french.plural import plural
from api.jobs.service import REPLAY, JobRequest
from api.jobs.states import OUTCOME_WORDS, WORDS, Outcome, State
from api.planning.holes import held_words
from api.settings import Settings
from api.web.answering.answer import MOST, Body
from api.web.months import PATTERN, first_of
from api.web.refusing.problems import Fault, Refusal

ALTERNATIVE_WORDS = {
    Outcome.OPTIMAL: "possible, avec le moins de changements",
    Outcome.FEASIBLE: "possible",
    Outcome.INFEASIBLE: "impossible",
    Outcome.UNKNOWN: "non conclu",
}
"""How a question about one assignment ends, as people say it."""

REPAIRS_WORDS = {
    Outcome.OPTIMAL: "chaque manière changeant le moins possible",
    Outcome.FEASIBLE: "des manières de replanifier",
    Outcome.INFEASIBLE: "impossible",
    Outcome.UNKNOWN: "non conclu",
}
"""How the ways to plan again end, as people say it."""

REPLAY_WORDS = {
    Outcome.OPTIMAL: "la publication se refait à l’identique",
    Outcome.FEASIBLE: "la même empreinte revient, sans assurer que son calcul se refait",
    Outcome.INFEASIBLE: "elle ne se refait pas à l’identique",
    Outcome.UNKNOWN: "on ne peut pas l’assurer",
}
"""How a publication made again ends, as people say it."""

WORDS_OF_KIND = {
    "alternative": ALTERNATIVE_WORDS,
    "repairs": REPAIRS_WORDS,
    REPLAY: REPLAY_WORDS,
}

PRINTED = r"^[^\x00-\x1f\x7f]*$"
"""Text without control characters: PostgreSQL refuses to store some of them."""

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

    Both start from the draft's version, and leave it as it is (outcome `unchanged`) unless they
    find a better month: the first rank of goals in which the two differ decides.
    `repairs` plans it again in several ways, to be compared and opened; the draft stays as it is.
    `dispositifs` (none: all of the draft's) and `since` bound what is planned again. Without
    `since`, what is published and has begun stays. `until`, of a solve: the last of several months
    that are planned at once, the draft's being the first; each of the others gets a draft of its
    own (`later` of the result). An `alternative` says what would change if `person` held `slot`, or
    if they didn't where they do; the draft stays as it is.
    """

    kind: Literal["solve", "replan", "repairs", "explain", "alternative"]
    dispositifs: Annotated[list[Name], Field(max_length=200)] = Field(default_factory=list)
    since: date | None = None
    person: Annotated[str, Field(max_length=120, pattern=PRINTED)] = ""
    slot: Annotated[str, Field(max_length=160, pattern=PRINTED)] = ""
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
                {"config": {"seconds": 30}, "model_input": {"kind": "repairs"}},
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


class TierOut(BaseModel):
    """
    A tier of goals: its cost, a bound that no rota beats, and the distance as people say it.

    `bound`: confirmed by a second answer. `words`: « prouvé optimal », « évitable à 12 % au plus »,
    « non cherché, faute de temps », « écart inconnu : le calcul ne peut pas encore le dire » (or
    « à confirmer »). `gap`: as a share of the cost.
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


class PartOut(BaseModel):
    """What a part that is being solved is at: its tier, the best cost so far, its bound."""

    part: str
    tier: str
    unit: str = ""
    best: int | None
    bound: int | None


class ProgressOut(BaseModel):
    """
    How far a calculation is; `seconds` of search until the last news of it.

    `since`: when this search began, or its preparation (`preparing`: data are read, the solver is
    loaded). `starting`: seconds since then in which processes began or built models. Neither is of
    the seconds asked for; a calculation that is taken over has them anew.
    `month` of `months`: which one `parts` are of, where months are calculated one after the other
    (0 of several: all together, at last; 0 of 0: nothing is calculated month by month). `tiers`:
    those of the best rota so far, all of one and the same (none: some part has no rota yet).
    """

    since: datetime | None = None
    preparing: bool = False
    seconds: float
    starting: float = 0.0
    parts: int
    parts_done: int
    month: int = 0
    months: int = 0
    running: list[PartOut]
    tiers: list[TierOut] = []


class JobOut(BaseModel):
    """
    A calculation. `words` and `outcome_words` are for people.

    `rota`: its draft (empty: of none, all that it needs was sent with it). `base`: the draft's
    version that it starts from; `version`: the one that it made (null: none, as where nothing
    better was found, `unchanged`). `person` and `slot`: what an alternative is asked about (else
    empty).
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
    person: str
    slot: str
    until: str | None
    requested: datetime
    started: datetime | None
    ended: datetime | None
    attempts: int
    stop_asked: bool
    cancel_asked: bool
    progress: ProgressOut | None
    message: str


def job_out(row: JobRow) -> JobOut:
    """Write a calculation as it is shown."""
    options = row.options
    return JobOut(
        id=row.id,
        kind=row.kind,
        state=State(row.state),
        words=WORDS[State(row.state)],
        outcome=None if row.outcome is None else Outcome(row.outcome),
        outcome_words=outcome_words(row),
        rota=row.rota or "",
        base=row.base,
        version=row.version,
        seconds=options["seconds"],
        seed=options["seed"],
        dispositifs=options["dispositifs"],
        since=options["since"],
        person=options.get("person", ""),
        slot=options.get("slot", ""),
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


def outcome_words(row: JobRow) -> str:
    """Say how a calculation ended, as people do (empty: it hasn't)."""
    if row.outcome is None:
        return ""
    if row.kind == "explain" and row.outcome == Outcome.FEASIBLE:
        return "rien à expliquer : un planning légal existe"
    outcome = Outcome(row.outcome)
    if row.kind in WORDS_OF_KIND:
        return WORDS_OF_KIND[row.kind][outcome]
    words, posts = OUTCOME_WORDS[outcome], posts_of(row)
    if not posts or outcome not in {Outcome.OPTIMAL, Outcome.FEASIBLE}:
        return words
    # An empty month is lawful, too: what is said of it is how many posts are held.
    filled = held_words(posts["have"], posts["target"])
    return filled if outcome is Outcome.FEASIBLE else f"{filled}, {words}"


def posts_of(row: JobRow) -> Mapping[str, int]:
    """Return the posts of all the months that a calculation planned (empty: it kept none)."""
    result = row.result or {}
    months = [m["posts"] for m in (result, *result.get("later", ())) if m.get("posts")]
    return {name: sum(month[name] for month in months) for name in months[0]} if months else {}


def seconds_of(config: JobConfig, settings: Settings) -> tuple[float, list[Fault]]:
    """Return the seconds of search that are asked for, and what is wrong with them."""
    seconds = config.seconds or settings.solve_seconds
    if seconds <= settings.solve_seconds:
        return seconds, []
    expected = f"au plus {settings.solve_seconds}"
    return seconds, [Fault(field="config.seconds", received=f"{seconds:g}", expected=expected)]


def wanted_of(body: AskJob, settings: Settings) -> JobRequest:
    """
    Read what is asked for.

    Raises `Refusal`: it asks for more time than the service gives, or bounds what isn't planned
    again (422).
    """
    wish = body.model_input
    seconds, faults = seconds_of(body.config, settings)
    if wish.kind not in {"replan", "repairs"}:
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
