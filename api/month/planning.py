"""Plan a month, or plan it again with the fewest changes; say why no lawful rota exists."""

import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any

from pydantic import Field, computed_field

from api.french.quoting import listed
from api.french.words import month_name
from api.month.frames import Frame
from api.planning.names import names_of
from scheduler.domain.problem import Assignment, Lock, Problem
from scheduler.domain.rota import Rota
from scheduler.domain.time import day_of
from scheduler.engine.outcome import Keeper, Listener, Options, Outcome, Unsearched
from scheduler.engine.parts.lending import Lender, PartEnd, borrowed, ends_of
from scheduler.engine.parts.names import dispositifs_in
from scheduler.errors import InvalidProblemError
from scheduler.finding import Claim
from scheduler.publication import published_rota, with_inherited
from scheduler.rule import Lever, Profile


@dataclass(frozen=True, kw_only=True)
class Replanning:
    """A month to plan again, and the rota that stands at `now`, a UTC minute."""

    frame: Frame
    standing: Rota
    now: int


@dataclass(frozen=True, kw_only=True)
class Follower:
    """
    The functions and events by which a caller follows, stops or cancels a calculation.

    `lender`: the way to other machines, which may search parts of what is planned from nothing.
    """

    on_progress: Listener | None = None
    on_best: Keeper | None = None
    stop: threading.Event | None = None
    cancel: threading.Event | None = None
    lender: Lender | None = None

    @property
    def listening(self) -> dict[str, Any]:
        """What the solver is given of it."""
        return {
            "on_progress": self.on_progress,
            "on_best": self.on_best,
            "stop": self.stop,
            "cancel": self.cancel,
        }

    @property
    def ended(self) -> bool:
        """Whether the caller has stopped or cancelled it."""
        return any(event is not None and event.is_set() for event in (self.stop, self.cancel))


@dataclass(frozen=True, kw_only=True)
class Cause:
    """
    A claim of a conflict, in a sentence.

    `rule`: the id of the rule that claims it. `lever`: what lifts it (None: nothing does, the rota
    changes). `person` and `slot`: the ids that it is about (empty: none); `day`: the first that it
    is about.
    """

    rule: str
    sentence: str
    lever: Lever | None
    person: str
    slot: str
    day: date


@dataclass(frozen=True, kw_only=True)
class WayOut:
    """
    Demands that, given up together, leave a lawful rota: each as the cause that it was.

    `cost`: what the rules say that they cost beside others. `cheapest`: no other set costs less,
    but those told before and what contains them.
    """

    causes: tuple[Cause, ...]
    cost: int
    cheapest: bool

    @computed_field  # type: ignore[prop-decorator]  # pydantic's, on a property
    @property
    def sentence(self) -> str:
        """Say what is given up."""
        return "Renoncer à ceci : " + " Et à ceci : ".join(cause.sentence for cause in self.causes)


@dataclass(frozen=True, kw_only=True)
class Conflict:
    """
    Why no lawful rota exists: claims that can't all hold together, each of them a cause.

    `possible`: a lawful rota exists, so there is nothing to explain. `verified`: the solver showed
    that the claims are impossible together, and possible once any one of them is left out.
    `rules`, `people` and `slots`: the ids that the claims name. `ways`: the cheapest ways out of
    the part of the month where it lies, applied and audited, never of public order;
    `ways_concluded`: whether there was time to find them all (at most a few are told).
    """

    possible: bool
    part: str
    causes: tuple[Cause, ...]
    verified: bool
    rules: tuple[str, ...]
    people: tuple[str, ...]
    slots: tuple[str, ...]
    seconds: float
    ways: Annotated[tuple[WayOut, ...], Field(alias="ways_out")] = ()
    ways_concluded: bool = False

    @computed_field  # type: ignore[prop-decorator]  # as above
    @property
    def sentences(self) -> tuple[str, ...]:
        """The sentences of its causes."""
        return tuple(cause.sentence for cause in self.causes)


def plan(
    frame: Frame,
    options: Options,
    *,
    now: int,
    base: Iterable[Assignment] | None = None,
    standing: Iterable[Assignment] | None = None,
    since: date | None = None,
    dispositifs: frozenset[str] | None = None,
    best: frozenset[Assignment] = frozenset(),
    follower: Follower | None = None,
) -> Outcome:
    """
    Plan a frame's month, or months, from a UTC minute on; what other drafts decide stays published.

    `standing`: the month as it is now (None: what is changed as little as can be, or nobody holds
    anything). Where no better one is found it is the answer, as far as it is lawful, and
    `unchanged`.

    Of `base` (None: what is published, if anything is) as little as coverage allows is changed:
    what is told later than is due first, then people, then shifts. Nothing of what is published and
    has begun is changed, unless `since` names the day from which all is planned again.
    `dispositifs`: the only ones planned again. `best`: what an earlier turn at the same calculation
    had found. What shifts begun at `now` alone prove is inherited. Raises `InvalidProblemError`:
    `since` lies outside the month, nothing is published that could be planned again, or only some
    of several months are; `SolverCrashError` or `EncodingMismatchError` as
    `scheduler.engine.solve.solve` does.
    """
    # The solver is loaded by who calculates, not by who asks for help.
    from scheduler.engine.horizon.planning import plan_horizon  # noqa: PLC0415
    from scheduler.engine.outcome import Solution  # noqa: PLC0415
    from scheduler.engine.replan import replan  # noqa: PLC0415

    follow = follower or Follower()
    _check_published(frame)
    problem, start = decided(frame), None
    if base is not None:
        start = Rota(problem=problem, assignments=frame.rota(base).assignments)
    else:
        start = published_rota(problem)
    if start is None and since is not None:
        raise InvalidProblemError(f"le mois {frame.label} n’est pas publié : rien à replanifier")
    hint, stands = resumed(best, problem), start
    if standing is not None or start is None:
        stands = Rota(problem=problem, assignments=frame.rota(standing or ()).assignments)
    searching: dict[str, Any] = {**follow.listening, "standing": stands, "hint": hint}
    if start is None:
        outcome = plan_horizon(problem, frame.profile, options, **searching, lender=follow.lender)
    else:
        # Whoever names a day means it. Otherwise what has begun is a fact.
        bounds: dict[str, Any] = {
            "dispositifs": dispositifs,
            "since": since,
            "now": now if since is None else None,
            "announced": day_of(now),
        }
        outcome = replan(start, frame.profile, options, **bounds, **searching)
    if isinstance(outcome, Solution):
        facts = with_inherited(outcome.findings, outcome.rota, now)
        remarks = (
            *_unsearched(frame, outcome.unsearched),
            *frame.profile.remarks(outcome.rota),
            *frame.market_notes(frame.rota(outcome.rota.assignments)),
        )
        outcome = replace(outcome, findings=tuple(facts), remarks=remarks)
    return outcome


def plan_parts(
    frame: Frame,
    names: Iterable[str],
    options: Options,
    *,
    best: frozenset[Assignment],
    follower: Follower,
) -> tuple[frozenset[Assignment], Mapping[str, PartEnd]] | None:
    """
    Plan the parts of these names, of those that `plan` plans from nothing.

    Return their rota and how the search of each ended, by its name (None: no rota was found).
    `best`: a rota to start from. Raises `InvalidProblemError`: the frame's problem has no part of a
    name; `SolverCrashError` or `EncodingMismatchError` as `scheduler.engine.solve.solve` does.
    """
    from scheduler.engine.outcome import Solution  # noqa: PLC0415 - as above
    from scheduler.engine.solve import solve  # noqa: PLC0415 - as above

    problem = decided(frame)
    try:
        parts = borrowed(problem, names)
    except KeyError as error:
        raise InvalidProblemError(f"partie inconnue du mois {frame.label} : {error}") from None
    hint = resumed(best, parts)
    outcome = solve(parts, frame.profile, options, **follower.listening, hint=hint)
    if not isinstance(outcome, Solution):
        return None
    return outcome.rota.assignments, ends_of(problem, outcome)


def await_solver() -> None:
    """Wait until the solver is loaded, outside the time asked for (NurseryDiedError: killed)."""
    from scheduler.engine.workers.nursery import await_nursery  # noqa: PLC0415 - as above

    await_nursery()


INSTEAD = {
    "standing": "non cherchée, cette partie garde le planning qui était en place",
    "greedy": "non cherchée, cette partie a des postes donnés un à un à qui peut les tenir",
    "empty": "rien n’y est pourvu, et rien ne prouve qu’on ne le puisse pas",
}
"""What a part has whose search came to no answer in time (see `Unsearched`)."""


def _unsearched(frame: Frame, parts: Mapping[str, Unsearched]) -> Iterator[str]:
    """Yield a sentence on the parts that weren't searched for want of time, if there are some."""
    names = names_of(frame.association)
    for instead, words in INSTEAD.items():
        mine = (part for part, what in parts.items() if what == instead)
        ids = dict.fromkeys(each for part in mine for each in dispositifs_in(part))
        if ids:
            yield (
                f"Le temps a manqué pour {', '.join(map(names.dispositif, ids))} : {words}. "
                "Donnez plus de secondes de recherche."
            )


def _check_published(frame: Frame) -> None:
    """Refuse months of which some are published: those would have to stay, the others wouldn't."""
    there = frame.published_months
    if there and len(frame.months) > 1:
        busy = {slot.span.day.replace(day=1) for slot in frame.problem.slots}
        if busy - there:
            published, others = (
                listed([month_name(month) for month in sorted(some)])
                for some in (there, busy - there)
            )
            raise InvalidProblemError(
                f"déjà publié : {published} ; planifiez à part ce qui l’est, et les autres mois "
                f"({others})"
            )


def decided(frame: Frame) -> Problem:
    """Return a month's problem with the slots of other drafts fixed as they are published."""
    from scheduler.engine.replan import limited_to_team  # noqa: PLC0415 - as above

    published = Rota(problem=frame.problem, assignments=frame.published)
    kept = {slot: limited_to_team(frame.problem.slot_of[slot], published) for slot in frame.frozen}
    return replace(
        frame.problem,
        slots=tuple(kept.get(slot.id) or slot for slot in frame.problem.slots),
        locks=(
            *frame.problem.locks,
            *(
                Lock(mediator=a.mediator, slot=a.slot, by="planning", why="publié par ailleurs")
                for a in sorted(frame.published)
                if a.slot in frame.frozen
            ),
        ),
    )


def undecided(frame: Frame, now: int) -> Problem:
    """
    Return the part of a month's problem that is still to be decided at a UTC minute.

    It is for whoever asks what is possible: no balances of fairness, which take long to add up.
    """
    from scheduler.engine.replan import to_come  # noqa: PLC0415 - as above

    return to_come(replace(decided(frame), balances=()), now)


CONFLICT = 0.6
"""Share of the time in which the conflict is sought; its ways out have the rest."""


def why_impossible(problem: Problem, profile: Profile, *, seconds: float) -> Conflict:
    """
    Find, within so many seconds, the smallest set of claims that makes a problem impossible.

    And the cheapest demands to give up, in what is left of the time.
    """
    from scheduler.concessions import ways_out  # noqa: PLC0415 - loads the solver
    from scheduler.explain import explain, names_in  # noqa: PLC0415 - as above

    begun = time.monotonic()
    why = explain(problem, profile, seconds=CONFLICT * seconds)
    rules, people, slots = names_in(why.claims, problem)
    conflict = Conflict(
        possible=why.feasible,
        part=why.part,
        causes=_causes(why.claims, problem, profile),
        verified=why.verified,
        rules=tuple(rules),
        people=tuple(people),
        slots=tuple(slots),
        seconds=why.seconds,
    )
    if not why.claims:
        return conflict
    left = seconds - (time.monotonic() - begun)
    answer = ways_out(problem, profile, seconds=left, about=(*people, *slots))
    ways = tuple(
        WayOut(causes=_causes(way.claims, problem, profile), cost=way.cost, cheapest=way.cheapest)
        for way in answer.ways
    )
    return replace(
        conflict,
        ways=ways,
        ways_concluded=answer.concluded,
        seconds=time.monotonic() - begun,
    )


def _causes(claims: Iterable[Claim], problem: Problem, profile: Profile) -> tuple[Cause, ...]:
    """Return claims as causes, each with its sentence."""
    from scheduler.explain import sentence_of, slots_of  # noqa: PLC0415 - loads the solver

    return tuple(
        Cause(
            rule=claim.rule,
            sentence=sentence_of(claim, problem, profile),
            lever=rule.lever,
            person=claim.subject if claim.subject in problem.mediator_of else "",
            slot=next((slot.id for slot in slots_of(claim, problem, rule)), ""),
            day=day_of(claim.first),
        )
        for claim in claims
        for rule in (profile.rule_of[claim.rule],)
    )


def resumed(best: frozenset[Assignment], problem: Problem) -> Rota | None:
    """Return what an earlier turn had found, as far as the data still allow it."""
    if not best:
        return None
    return Rota(
        problem=problem,
        assignments=frozenset(
            a for a in best if a.slot in problem.slot_of and a.mediator in problem.mediator_of
        ),
    )
