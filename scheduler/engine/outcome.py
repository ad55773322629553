"""Define the options of a solve, its progress and its outcome."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from scheduler.domain.posts import posts_of
from scheduler.domain.problem import Assignment
from scheduler.domain.rota import Rota
from scheduler.domain.time import Span
from scheduler.finding import Finding


@dataclass(frozen=True, kw_only=True)
class Options:
    """
    How to solve.

    `seconds`: of the search (see `solve`). `processes`: solving processes, no more than there are
    cores; `workers`: threads of each while it proves (one: two processes then use two cores).
    `memory_mb`: address space of each process. `effort`: a deterministic limit for each tier
    instead of the clock, with one thread, so that the same rota comes twice. `best_every`: least
    seconds between two rotas that a part shows while it runs. `whole`: possible assignments of a
    part beyond which a horizon of several months is planned window by window first. `processor`:
    seconds of processor that its processes may use together, within those of the clock (None: any).
    `only_coverage`: end once each part has a rota and its coverage was searched. `below`: seconds
    of processor for what comes below coverage and changes, once these are proved of a part that is
    planned again (None: any). With an `effort` none of the three counts. `method`: a caller's own
    way to search a part, beside the engine's. Each process receives it pickled, and calls it with
    the part's `PartSearch` and a seed; it returns what searches within a `Budget` (None: it can't
    search that part), told whether to bound the whole part first. Bounds that it gives are its own
    responsibility: no second answer confirms them.
    """

    seconds: float = 60.0
    workers: int = 1
    processes: int = 2
    seed: int = 0
    memory_mb: int = 6144
    effort: float | None = None
    best_every: float = 10.0
    whole: int = 8_000
    processor: float | None = None
    only_coverage: bool = False
    below: float | None = None
    method: Callable[..., Callable[..., None] | None] | None = None


class TierStatus(StrEnum):
    """
    How far a tier was solved.

    DOUBTED: a known rota costs less than the solver's own bound. UNCONFIRMED: the solver gave a
    better bound than the one shown, which no second answer confirms.
    """

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    UNCONFIRMED = "unconfirmed"
    DOUBTED = "doubted"
    NOT_SEARCHED = "not_searched"


@dataclass(frozen=True, kw_only=True)
class TierResult:
    """
    Result of one tier of goals: the rota's cost, and a bound that no rota can beat.

    The bound is valid for the results of the tiers above. `seconds` is search time.
    """

    tier: int
    name: str
    cost: int
    bound: int
    status: TierStatus
    seconds: float
    unit: str = ""

    @property
    def optimal(self) -> bool:
        """Whether the cost is proved to be the best possible."""
        return self.cost <= self.bound and self.status is not TierStatus.DOUBTED

    @property
    def gap(self) -> float:
        """Distance to the bound as a share of the cost: 0 is proved optimal."""
        return 0.0 if self.optimal else (self.cost - self.bound) / self.cost


@dataclass(frozen=True, kw_only=True)
class Progress:
    """
    Progress of one part in a running solve, at most twice a second.

    `unit`: of `best` and `bound`, in French. `parts_done` of `parts` are finished. `elapsed` in
    seconds since the solve began, of which `starting` were no search. `window`: the one that is
    solved of a long horizon (None: all of it), the `place`-th of `windows` (0: it isn't cut into
    windows). `tiers`: all of them, of the part's best rota as it is now (none: it has no rota yet).
    """

    part: str
    tier: str
    best: int | None
    bound: int | None
    elapsed: float
    parts_done: int
    parts: int
    window: Span | None = None
    place: int = 0
    windows: int = 0
    unit: str = ""
    starting: float = 0.0
    tiers: tuple[TierResult, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Profiled:
    """What a kind of step came to in a solve: tries, tries that improved, processor seconds."""

    kind: str
    tries: int
    gains: int
    seconds: float


class Unsearched(StrEnum):
    """
    What a part has whose search came to no answer in time.

    STANDING: the rota that stood. GREEDY: posts given one by one to whoever can hold them. EMPTY:
    nothing but locks.
    """

    STANDING = "standing"
    GREEDY = "greedy"
    EMPTY = "empty"


@dataclass(frozen=True, kw_only=True)
class PartReport:
    """
    One part: its name, size and tiers, and when (seconds) it first had a lawful rota.

    `covered_after`: seconds until its coverage was proved (None: it isn't). `seconds`: of
    processor, spent at it. `work`: by kind of step.
    """

    name: str
    mediators: int
    slots: int
    tiers: tuple[TierResult, ...]
    first_after: float
    seconds: float
    work: tuple[Profiled, ...] = ()
    covered_after: float | None = None


@dataclass(frozen=True, kw_only=True)
class WindowReport:
    """
    One window of a long horizon: its dates and slots, and its tiers as it was solved.

    Its bounds hold for this window alone, beside what stands before and after it; the tiers of the
    whole are the `Solution`'s. `seconds`: of the clock, each time that it was searched.
    """

    window: Span
    slots: int
    tiers: tuple[TierResult, ...]
    seconds: float


@dataclass(frozen=True, kw_only=True)
class Solution:
    """
    A lawful rota, audited, with a bound per tier.

    `starting`: those of the `seconds` in which processes began or built models, and searched
    nothing. `first_after`: seconds until every part had a lawful rota. `stopped`: the user ended
    the search early. `remarks`: what the goals tell of the rota beside their costs (see
    `Profile.remarks`). `windows`: those that a long horizon was planned by, before it was searched
    whole.
    `contradictions`: answers of the solver that were refuted and put aside, a sentence each.
    `unsearched`: by name, the parts (of windows, if they are planned by these) of which the time
    was over before their search came to any answer, and what they have instead. `unchanged`: the
    rota is the one that stood, and no better one was found.
    """

    rota: Rota
    tiers: tuple[TierResult, ...]
    findings: tuple[Finding, ...]
    parts: tuple[PartReport, ...]
    seconds: float
    first_after: float
    peak_mb: int
    starting: float = 0.0
    stopped: bool = False
    remarks: tuple[str, ...] = ()
    windows: tuple[WindowReport, ...] = ()
    contradictions: tuple[str, ...] = ()
    unsearched: Mapping[str, Unsearched] = field(default_factory=dict)
    unchanged: bool = False

    @property
    def holes(self) -> Mapping[str, int]:
        """Posts that stay open, by slot that has some."""
        teams = self.rota.team_of
        posts = {slot.id: posts_of(slot, teams[slot.id]).open for slot in self.rota.problem.slots}
        return {slot: number for slot, number in posts.items() if number}

    @property
    def covered_after(self) -> float | None:
        """Seconds until the coverage of every part was proved (None: that of some isn't)."""
        after = [part.covered_after for part in self.parts]
        proved = [seconds for seconds in after if seconds is not None]
        return max(proved, default=0.0) if len(proved) == len(after) else None


@dataclass(frozen=True, kw_only=True)
class Infeasible:
    """No lawful rota exists; a second solve of `part`, where the conflict lies, confirmed it."""

    part: str
    mediators: tuple[str, ...]
    slots: tuple[str, ...]
    seconds: float


@dataclass(frozen=True, kw_only=True)
class OutOfTime:
    """No rota was found in time; one may still exist."""

    part: str
    seconds: float
    stopped: bool = False


Outcome = Solution | Infeasible | OutOfTime

Listener = Callable[[Progress], None]
"""Given each piece of progress of a running solve."""

Keeper = Callable[[frozenset[Assignment]], None]
"""Given the best rota so far of the parts that have one."""
