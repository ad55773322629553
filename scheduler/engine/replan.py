"""Plan a part of a rota again with the rest fixed and the fewest changes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scheduler.audit import audit
from scheduler.domain.employment.employer import Notice, NoticeKind, ShortNotice
from scheduler.domain.problem import Assignment, Lock, Worked
from scheduler.domain.rota import Rota
from scheduler.domain.time import Span, midnight, midnight_minute
from scheduler.engine.horizon.planning import plan_horizon
from scheduler.engine.outcome import Options, Outcome, Solution
from scheduler.engine.tiers import COVERAGE
from scheduler.errors import EncodingMismatchError, InvalidProblemError
from scheduler.publication import begun_slots, published_rota

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Iterator
    from datetime import date

    from scheduler.domain.problem import Problem
    from scheduler.domain.slots import Need, Slot
    from scheduler.engine.outcome import Keeper, Listener
    from scheduler.finding import Finding
    from scheduler.goal import Goal
    from scheduler.rule import Profile

ALL_BEGUN = (
    " : tous ont commencé, et ils sont publiés ; nommez un jour pour replanifier à partir de lui"
)


@dataclass(frozen=True, kw_only=True)
class Change:
    """The changes made by replanning: assignments added and removed."""

    added: frozenset[Assignment]
    removed: frozenset[Assignment]


def replan(
    rota: Rota,
    profile: Profile,
    options: Options | None = None,
    *,
    dispositifs: frozenset[str] | None = None,
    only: frozenset[str] | None = None,
    since: date | None = None,
    now: int | None = None,
    announced: date | None = None,
    spared: int | None = None,
    as_held: bool = False,
    on_progress: Listener | None = None,
    stop: threading.Event | None = None,
    cancel: threading.Event | None = None,
    hint: Rota | None = None,
    standing: Rota | None = None,
    on_best: Keeper | None = None,
    judged: Callable[[frozenset[Assignment]], list[Finding]] | None = None,
) -> Outcome:
    """
    Plan these dispositifs (None: all) again, from `since` on (None: the whole horizon).

    `only`: the ids of the only slots that are planned again, of these (None: all of them).
    Everything else stays as it is, with what is published and has begun at `now`, a UTC minute (see
    `scheduler.publication`). Coverage comes first, then the fewest changes: those told later than
    is due if they are `announced` on that day (None: as the problem says), people who have any,
    then all; then the other goals. `as_held`: the slots ask for no more people than hold them, so
    that hours over contract come after the changes (see `replanning`). What begins before
    `spared`, a UTC minute, changes only where it can't stay, even at the price of coverage (None:
    nothing is spared).

    The outcome's rota covers the whole problem. `hint`: a rota to start from in place of the one
    that stands; of it, only what is planned again is read. `standing`: the rota that the outcome
    isn't to be worse than (None: `rota`). For it, `cancel` and `on_best` (of what is planned again)
    see `solve`. `judged`: audits the assignments of the whole in the caller's way,
    such as one who knows the findings of what stands (None: all of it is audited).

    Raises
    ------
    InvalidProblemError
        `since` lies outside the horizon, or nothing is left to plan.
    EncodingMismatchError
        The joined rota fails the audit where the old one didn't.
    """
    problem = rota.problem
    small = problem_without(rota, dispositifs=dispositifs, only=only, since=since, now=now)
    if announced is not None:
        small = replace(small, short_notices=frozenset(short_notices(rota, profile, announced)))
    kept = frozenset(a for a in rota.assignments if a.slot not in small.slot_of)
    stood = frozenset(a for a in (standing or rota).assignments if a.slot in small.slot_of)
    outcome = plan_horizon(
        small,
        replanning(profile, spared=spared, as_held=as_held),
        options,
        on_progress=on_progress,
        stop=stop,
        cancel=cancel,
        hint=hint or Rota(problem=small, assignments=small.previous - small.barred),
        standing=Rota(problem=small, assignments=stood),
        on_best=on_best,
    )
    if not isinstance(outcome, Solution):
        return outcome
    whole = Rota(problem=problem, assignments=kept | outcome.rota.assignments)
    judge = judged or (lambda chosen: audit(Rota(problem=problem, assignments=chosen), profile))
    findings = judge(whole.assignments)
    wrong = [finding for finding in findings if finding.blocks and not finding.inherited]
    old = {(f.rule, f.subject, f.on) for f in judge(rota.assignments)} if wrong else frozenset()
    for finding in wrong:
        if (finding.rule, finding.subject, finding.on) not in old:
            raise EncodingMismatchError(
                f"l’audit refuse le planning recalculé : {finding.rule}, {finding.message}"
            )
    unchanged = whole.assignments == (standing or rota).assignments
    return replace(outcome, rota=whole, findings=tuple(findings), unchanged=unchanged)


def changes(before: Rota, after: Rota) -> Change:
    """Return the assignments that differ between two rotas."""
    return Change(
        added=after.assignments - before.assignments,
        removed=before.assignments - after.assignments,
    )


def replanning(profile: Profile, *, spared: int | None = None, as_held: bool = False) -> Profile:
    """
    Return the profile with the ranks of changes just below coverage, a tier each.

    `spared`: changes of what begins before that UTC minute come above everything else, in tier 0.
    `as_held`: only people whom slots lack count as coverage. Hours over contract share its tiers so
    that holes aren't filled at any price; here they come right below the changes: what was held
    stays held, and whoever may replace somebody isn't spared by changing three others.
    """
    counting = [goal for goal in profile.goals if goal.counts_changes]
    ranks = [goal.by_rank() for goal in counting]
    deep = max(map(len, ranks), default=0)
    above = [g for g in profile.goals if g.tier <= COVERAGE and not g.counts_changes]
    goals = [g for g in above if g.covers or not as_held]
    beside = [g for g in above if g not in goals]
    if spared is not None:
        goals += [_at(0, goal.before(spared)) for goal in counting]
    for by_rank in ranks:
        goals += [_at(COVERAGE + n, rank) for n, rank in enumerate(by_rank, 1)]
    goals += [_at(COVERAGE + deep + 1, goal) for goal in beside]
    deep += bool(beside)
    goals += [
        _at(goal.tier + deep, goal)
        for goal in profile.goals
        if goal.tier > COVERAGE and not goal.counts_changes
    ]
    return replace(profile, goals=tuple(sorted(goals, key=lambda g: (g.tier, g.id))))


def changes_proved(outcome: Solution, profile: Profile) -> bool:
    """
    Whether no lawful rota that covers as much comes before in the order of changes.

    All that comes before the least of their ranks, and that rank itself, is proved then.
    """
    last = max((g.tier for g in replanning(profile).goals if g.counts_changes), default=0)
    return all(tier.optimal for tier in outcome.tiers if tier.tier <= last)


def short_notices(rota: Rota, profile: Profile, announced: date) -> Iterator[ShortNotice]:
    """
    Yield the days on which a change of the rota, told on a day, is told later than is due.

    The rules on notice say so, each person's by their contract and agreement: what they would find,
    be it only to note, if the person were told of it then.
    """
    days = [day for day in rota.problem.horizon.days if day >= announced]
    for mediator in rota.problem.mediators if days else ():
        rules, timeline = profile.rules_of(mediator), rota.timeline(mediator)
        for kind in (NoticeKind.SCHEDULE, NoticeKind.STANDBY):
            for day in days:
                notice = Notice(mediator=mediator.id, kind=kind, notified=announced, effective=day)
                if any(True for rule in rules for _ in rule.on_notice(timeline, notice)):
                    standby = kind is NoticeKind.STANDBY
                    yield ShortNotice(mediator=mediator.id, day=day, standby=standby)


def _at(tier: int, goal: Goal) -> Goal:
    return replace(goal, tier=tier)  # type: ignore[type-var]  # every goal is a dataclass


def problem_without(
    rota: Rota,
    *,
    dispositifs: frozenset[str] | None = None,
    only: frozenset[str] | None = None,
    since: date | None = None,
    now: int | None = None,
) -> Problem:
    """
    Return the smaller problem: only the slots to plan again, the rest of the rota as history.

    Slots of other dispositifs that supervise the free ones are kept with their people locked, so
    that the team's référent is still known.
    """
    problem = rota.problem
    horizon = problem.horizon
    if since is not None:
        if not horizon.first <= midnight_minute(since) < horizon.last:
            raise InvalidProblemError(f"{since:%d/%m/%Y} est hors de la période planifiée")
        horizon = Span(midnight(since), horizon.end)
    done = frozenset() if now is None else begun_slots(problem, now)
    concerned = [
        slot
        for slot in problem.slots
        if slot.span.first >= horizon.first
        and (dispositifs is None or slot.dispositif in dispositifs)
        and (only is None or slot.id in only)
    ]
    free = [slot for slot in concerned if slot.id not in done]
    if not free:
        raise InvalidProblemError(f"aucun créneau à replanifier{ALL_BEGUN if concerned else ''}")
    ids, starts = {slot.id for slot in free}, min(slot.span.first for slot in free)
    watched = {slot.dispositif for slot in free}
    watching = [
        kept
        for slot in problem.slots
        if slot.id not in ids and slot.supervises & watched
        if slot.span.first >= horizon.first and slot.span.last > starts
        if (kept := limited_to_team(slot, rota)) is not None
    ]
    watching_ids = {slot.id for slot in watching}
    fixed = tuple(
        Worked(mediator=a.mediator, duty=replace(problem.slot_of[a.slot].duty, decided=False))
        for a in sorted(rota.assignments)
        if a.slot not in ids and a.slot not in watching_ids
    )
    kept_locks = tuple(
        Lock(mediator=a.mediator, slot=a.slot, by="planning", why="hors de ce qui est replanifié")
        for a in sorted(rota.assignments)
        if a.slot in watching_ids
    )
    return replace(
        problem,
        horizon=horizon,
        slots=tuple(free) + tuple(watching),
        history=problem.history + fixed,
        locks=tuple(k for k in problem.locks if k.slot in ids) + kept_locks,
        previous=frozenset(a for a in rota.assignments if a.slot in ids or a.slot in watching_ids),
    )


def to_come(problem: Problem, now: int) -> Problem:
    """
    Return the problem without published slots that have begun at a UTC minute.

    Raises
    ------
    InvalidProblemError
        Nothing is left to plan.
    """
    published = published_rota(problem)
    return problem if published is None else problem_without(published, now=now)


def limited_to_team(slot: Slot, rota: Rota) -> Slot | None:
    """Return a supervising slot that accepts only as many people as hold it (None: nobody does)."""
    team = rota.team_of[slot.id]
    needs: list[Need] = []
    for need, count in zip(slot.needs, slot.filled(team), strict=True):
        if count:
            needs.append(replace(need, minimum=0, target=0, maximum=count))
    return replace(slot, needs=tuple(needs), mandatory=False) if needs else None
