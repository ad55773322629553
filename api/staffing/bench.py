"""
The bench: find, for each open post of a month, what stops each person from holding it.

Only rules that keep somebody from a post are tried: those on the person first, those on the team
last. Results are kept for cases that are alike, so a month of hundreds of holes takes seconds;
`api.staffing.trial` judges one assignment by all rules instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from api.staffing.trial import has_room, settled_by_others, stopping
from scheduler.around import judge_slots, rota_around
from scheduler.audit import audit_person, judge
from scheduler.domain.duty import MANDATE, Duty, DutyKind
from scheduler.domain.employment.grounds import GroundKind
from scheduler.domain.people import Mediator
from scheduler.domain.problem import Assignment, Problem
from scheduler.domain.rota import Rota
from scheduler.domain.sharing.hours import hours
from scheduler.domain.slots import Slot
from scheduler.domain.supposition import supposing
from scheduler.domain.time import around
from scheduler.domain.timeline import Timeline, with_duty
from scheduler.finding import Effect, Finding, Severity
from scheduler.publication import published_rota
from scheduler.ranking import Ranking
from scheduler.rule import PersonRule, Profile, Unfree

TAKEN = MANDATE | {DutyKind.WORK, DutyKind.STANDBY, DutyKind.TRAINING}
FIRMNESS = {severity: -rank for rank, severity in enumerate(Severity)}
"""Severities from the house's own rules to public order: what is nearer comes first."""


@dataclass(frozen=True, kw_only=True)
class Obstacle:
    """
    A person who can't hold a post, and the rules that stop them, missing grounds included.

    `findings`: those of the audit; for a person who is busy or away, only those on the slot itself.
    `duties`: what the person does at that time. `busy`: the rule that keeps a busy or absent
    person from every post (empty: they are free).
    """

    mediator: Mediator
    rules: frozenset[str]
    findings: tuple[Finding, ...]
    duties: tuple[Duty, ...] = ()
    busy: str = ""

    @property
    def away(self) -> bool:
        """Whether the person is absent, and not busy with other work."""
        return bool(self.busy) and not self.duties

    @property
    def by(self) -> str:
        """Return what kind of thing stops the person: a rule, a shift, an absence, training."""
        if not self.busy:
            return "regle"
        if self.away:
            return "absence"
        if any(duty.kind is DutyKind.TRAINING for duty in self.duties):
            return "formation"
        return "service" if all(duty.decided for duty in self.duties) else "fixe"

    @property
    def distance(self) -> tuple[int, int, int]:
        """
        Return how much would have to give for the person to come, the least first.

        Who is stopped by a rule alone is nearest, the fewer and the softer rules the nearer; then
        who holds a post that this rota may give to another; then who is absent; last,
        who is at the training centre or on what is fixed.
        """
        busy = 2 * self.away
        if self.duties:
            busy = 1 if all(duty.decided for duty in self.duties) else 3
        firm = sum(len(FIRMNESS) + FIRMNESS[f.severity] for f in self.findings)
        return busy, len(self.findings), firm


@dataclass(kw_only=True, eq=False)
class Bench:
    """
    A rota, the rules that can block, and the codes of the findings that it has already.

    `timelines`, `judged`, `teams`, `parts` and `over` are caches: by person, by person and hours,
    by people and slot, by hours, and by person.
    """

    rota: Rota
    profile: Profile
    known: frozenset[str]
    timelines: dict[str, Timeline] = field(default_factory=dict)
    judged: dict[tuple[str, *tuple[object, ...]], tuple[Finding, ...]] = field(default_factory=dict)
    teams: dict[tuple[frozenset[str], str], list[Finding]] = field(default_factory=dict)
    parts: dict[tuple[int, int], Rota] = field(default_factory=dict)
    over: dict[str, int] = field(default_factory=dict)

    @cached_property
    def ranking(self) -> Ranking:
        """What ranks other rotas against this one, in the order of `in_order`."""
        return Ranking(in_order(self.rota.problem, self.profile), self.rota)

    def stop(self, mediator: Mediator, slot: Slot) -> Obstacle | None:
        """Say what stops a person from a slot (None: nothing, if the others needed come too)."""
        timeline = self.timeline(mediator)
        duties = tuple(
            duty
            for duty in around(timeline.duties, slot.span, self.rota.problem.longest)
            if duty.kind in TAKEN and duty.span.touches(slot.span)
        )
        away = any(absence.span.touches(slot.span) for absence in timeline.absences)
        if duties or away:
            wanting = self.wanting(mediator, slot)
            busy = self._busy[Unfree.BUSY if duties else Unfree.AWAY]
            rules = frozenset({busy, *(finding.rule for finding in wanting)})
            return Obstacle(
                mediator=mediator, rules=rules, findings=wanting, duties=duties, busy=busy
            )
        findings = self._alone(mediator, slot) or self.team((mediator,), slot, room=True)
        if not findings:
            return None
        rules = frozenset(finding.rule for finding in findings)
        return Obstacle(mediator=mediator, rules=rules, findings=findings)

    def admits(self, mediator: Mediator, slot: Slot) -> bool:
        """Whether a person may come to a slot as things are, with those alone who hold it."""
        alone = self.stop(mediator, slot) is None
        return alone and not self.team((mediator,), slot, room=False)

    def at_leisure(self, mediator: Mediator, slot: Slot) -> bool:
        """Whether a person is neither busy nor away at the time of a slot; builds no timeline."""
        problem, span = self.rota.problem, slot.span
        fixed = around(problem.fixed_of[mediator.id], span, problem.longest)
        duties = (*fixed, *(post.duty for post in self.rota.slots_of[mediator.id]))
        return not any(
            duty.kind in TAKEN and duty.span.touches(span) for duty in duties
        ) and not any(a.span.touches(span) for a in problem.absences_of[mediator.id])

    def hours_over(self, mediator: Mediator) -> int:
        """Return the minutes that a person is planned beyond those due (below zero: still due)."""
        if mediator.id not in self.over:
            self.over[mediator.id] = hours(self.rota, mediator).balance
        return self.over[mediator.id]

    def timeline(self, mediator: Mediator) -> Timeline:
        """Return a person's timeline, built once."""
        if mediator.id not in self.timelines:
            self.timelines[mediator.id] = self.rota.timeline(mediator)
        return self.timelines[mediator.id]

    def wanting(self, mediator: Mediator, slot: Slot) -> tuple[Finding, ...]:
        """Return the findings on the slot itself that a recorded ground would settle."""
        alone = replace(self.timeline(mediator), duties=(slot.duty,))
        rules = (r for r in self.profile.rules_of(mediator) if r.ground is not None)
        return tuple(finding for rule in rules for finding in judge(rule, alone) if finding.blocks)

    def _alone(self, mediator: Mediator, slot: Slot) -> tuple[Finding, ...]:
        """Return what stops the person even if others come too."""
        timeline = self.timeline(mediator)
        # Two posts of the same hours are judged alike, but for the way to them where it is known,
        # and for the template where a limit or a succession names it.
        place = slot.site if slot.site in self._travelled else ""
        template = slot.duty.template if slot.duty.template in self._named else ""
        where = (slot.agency, slot.dispositif, place, template)
        key = (mediator.id, slot.span, slot.breaks, slot.kind, *where)
        if key not in self.judged:
            findings = audit_person(with_duty(timeline, slot.duty), self.profile)
            added = [finding for finding in findings if finding.code not in self.known]
            rules = self.profile.rule_of
            avoided = (f for f in added if rules[f.rule].avoids(f) and not f.inherited)
            self.judged[key] = stopping(added) or tuple(avoided)
        return self.judged[key]

    @cached_property
    def grounds(self) -> Mapping[str, GroundKind]:
        """The rules that a recorded derogation lifts, with its kind."""
        return {r.id: r.ground for r in self.profile.person_rules if r.ground is not None}

    @cached_property
    def _busy(self) -> Mapping[Unfree, str]:
        """Return the rules that find a person busy or away, after which no other is tried."""
        rules = self.profile.person_rules
        return {rule.unfree: rule.id for rule in rules if rule.unfree is not None}

    @cached_property
    def _settled(self) -> frozenset[str]:
        return settled_by_others(self.profile)

    @cached_property
    def _travelled(self) -> frozenset[str]:
        return frozenset(site for pair in self.rota.problem.minutes_between for site in pair)

    @cached_property
    def _named(self) -> frozenset[str]:
        """Templates by which the limits and successions of people distinguish slots."""
        problem = self.rota.problem
        counted = (limit.templates for limit in problem.limits)
        followed = (s.first | s.following for s in problem.successions)
        return frozenset[str]().union(*counted, *followed)

    def team(self, people: tuple[Mediator, ...], slot: Slot, *, room: bool) -> tuple[Finding, ...]:
        """
        Return the findings of the rules on teams if these people hold a slot.

        `room`: what others may yet settle isn't held against them, where there is place.
        """
        who = frozenset(person.id for person in people)
        if (who, slot.id) not in self.teams:
            rota = self._around(slot).changed(Assignment(person, slot.id) for person in who)
            findings = (
                f for rule in self.profile.team_rules for f in judge_slots(rota, rule, [slot])
            )
            self.teams[who, slot.id] = [f for f in findings if f.code not in self.known]
        there = len(self.rota.team_of[slot.id]) + len(people)
        settled = self._settled if room and has_room(slot, there) else ()
        return stopping(self.teams[who, slot.id], settled)

    def _around(self, slot: Slot) -> Rota:
        """Return the rota of what runs at the time of a slot, the same for all of its hours."""
        when = slot.span.first, slot.span.last
        if when not in self.parts:
            self.parts[when] = rota_around(self.rota, [slot])
        return self.parts[when]

    def unsettled(self, slot: Slot) -> bool:
        """Whether the rules on teams find something new on a slot with its present holders."""
        return bool(self.team((), slot, room=False))

    def on(self, rota: Rota) -> Bench:
        """Return the bench of another rota; findings known on this rota still count as known."""
        return replace(self, rota=rota, timelines={}, judged={}, teams={}, parts={}, over={})

    def supposing(self, problem: Problem) -> Bench:
        """Return the bench of the same assignments in another month than the one that is."""
        return self.on(Rota(problem=problem, assignments=self.rota.assignments))

    def with_people(self, people: Iterable[Mediator], slot: Slot) -> Bench:
        """Return the bench of the same rota with these people added to a slot."""
        some = tuple(people)
        rota = self.rota.changed(Assignment(person.id, slot.id) for person in some)
        return self._after(rota, {person.id for person in some})

    def present(self, mediator: Mediator, slot: Slot) -> Bench:
        """Return the bench of the same rota where a person isn't absent at the time of a slot."""
        timeline, problem = self.timeline(mediator), self.rota.problem
        absences = tuple(a for a in timeline.absences if not a.span.touches(slot.span))
        if any(mediator.id in (pair.first, pair.second) for pair in problem.pairs):
            # Who is half of a pair: the other one is judged by it too.
            kept = (a for a in problem.absences if a.mediator != mediator.id)
            return self.supposing(supposing(problem, absences=(*kept, *absences)))
        bench = self._after(self.rota, {mediator.id})
        bench.timelines[mediator.id] = replace(timeline, absences=absences)
        return bench

    def without(self, assignment: Assignment) -> Bench:
        """Return the bench of the same rota without one assignment."""
        return self._after(self.rota.changed(removed={assignment}), {assignment.mediator})

    def after(self, rota: Rota, findings: Iterable[Finding]) -> Bench:
        """
        Return the bench of another rota of the same month; `findings` are all those on it.

        What was worked out of people who hold the same in both is kept, but for those whose fixed
        partner doesn't.
        """
        touched = {each.mediator for each in self.rota.assignments ^ rota.assignments}
        for pair in rota.problem.pairs:
            if touched & {pair.first, pair.second}:
                touched |= {pair.first, pair.second}
        codes = frozenset(finding.code for finding in findings)
        return replace(self._after(rota, touched), known=codes)

    def _after(self, rota: Rota, touched: set[str]) -> Bench:
        return replace(
            self.on(rota),
            timelines={who: kept for who, kept in self.timelines.items() if who not in touched},
            judged={key: kept for key, kept in self.judged.items() if key[0] not in touched},
        )


def bench_of(rota: Rota, profile: Profile, findings: Iterable[Finding]) -> Bench:
    """Return the bench of a rota; `findings` are all the findings on it."""
    known = frozenset(finding.code for finding in findings)
    return Bench(rota=rota, profile=blocking(profile), known=known)


def in_order(problem: Problem, profile: Profile) -> Profile:
    """
    Return the profile with its goals in the order in which a problem is calculated.

    Once some of it is published, changes come right below coverage.
    """
    if published_rota(problem) is None:
        return profile
    from scheduler.engine.replan import replanning  # noqa: PLC0415 - only if it is published

    return replanning(profile)


def blocking(profile: Profile) -> Profile:
    """
    Return the profile's rules that keep people from posts; on teams, only those on one slot.

    They stop a publication, or a calculation never breaks them though they only warn.
    """

    def kept(rules: Iterable[PersonRule]) -> tuple[PersonRule, ...]:
        return tuple(rule for rule in rules if rule.keeps_from_posts)

    return replace(
        profile,
        person_rules=kept(profile.person_rules),
        agencies=tuple((agency, kept(rules)) for agency, rules in profile.agencies),
        team_rules=tuple(
            rule for rule in profile.team_rules if rule.effect is Effect.BLOCK and rule.by_slot
        ),
    )
