"""What the parent and its solving processes say to each other."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from scheduler.domain.problem import Assignment, Problem
from scheduler.engine.search.concluding import Concluded
from scheduler.engine.search.found import Found
from scheduler.engine.search.incumbent import Bound, Incumbent


class Step(StrEnum):
    """
    A step of a part's search.

    KEEP: what is lawful of the rota that stands. START: its first lawful rota, without a model.
    FILL: its open posts filled one by one, without a model.
    CUT: coverage of a large part, dispositif by dispositif. GRANT: wishes, covering as well as was
    proved. PROVE: tiers in turn, on the whole part. IMPROVE: neighbourhoods. METHOD: the caller's
    own (see `Options`). SECOND: whether bounds hold, asked in another way. CONFIRM: whether really
    no rota exists. WHOLE: all of these by deterministic time alone, for one rota whatever the
    machine. JUDGE: its rota closed, and the audit of its people.
    """

    KEEP = "keep"
    START = "start"
    FILL = "fill"
    CUT = "cut"
    GRANT = "grant"
    PROVE = "prove"
    IMPROVE = "improve"
    METHOD = "method"
    SECOND = "second"
    CONFIRM = "confirm"
    WHOLE = "whole"
    JUDGE = "judge"


@dataclass(frozen=True, kw_only=True)
class Task:
    """
    A step to make for a part.

    `problem`: the part's, unless the process has had it. `standing`: a rota to start from, which
    may not be lawful. `places`: of the tiers to prove, cover or improve; `each`: deterministic time
    for each to prove. `effort`: deterministic time for the whole step, and `seconds` of the clock.
    `whole`: of METHOD, that the whole part is to be bounded first, if this process has not done so.
    """

    number: int
    part: int
    step: Step
    problem: Problem | None = None
    standing: frozenset[Assignment] | None = None
    incumbent: Incumbent | None = None
    bounds: tuple[Bound, ...] = ()
    places: tuple[int, ...] = ()
    each: float = 0.0
    effort: float = 0.0
    seconds: float | None = None
    whole: bool = False


@dataclass(frozen=True)
class Stop:
    """End the task of that number now, and say what it has."""

    number: int


@dataclass(frozen=True)
class Share:
    """Another process has found a better rota of this part."""

    part: int
    incumbent: Incumbent


@dataclass(frozen=True)
class Ready:
    """A process has loaded all that it needs: it begins its first task."""


@dataclass(frozen=True)
class Building:
    """A process begins to build the model of a part, or (`over`) has built it."""

    part: int
    over: bool


@dataclass(frozen=True)
class News:
    """A tier's best cost and bound, as far as the search has come."""

    part: int
    place: int
    best: int | None
    bound: int | None


@dataclass(frozen=True)
class Better:
    """A better rota of a part."""

    part: int
    incumbent: Incumbent


@dataclass(frozen=True, kw_only=True)
class Done:
    """A task has ended. `processor`: seconds; `peak_mb`: most memory that the process has used."""

    number: int
    result: Found | None
    concluded: Concluded | None
    processor: float
    peak_mb: int


@dataclass(frozen=True)
class Failed:
    """Last message of a process that raised an error: its text."""

    message: str
