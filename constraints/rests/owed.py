"""
Find the rests that are owed in return for a derogation (audits).

A daily rest cut short owes what it lacked (D3131-2), a night longer than eight hours what it had
more (R3122-3).
"""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar

from scheduler.dated import Dated, Level
from scheduler.domain.duty import Duty, DutyKind
from scheduler.domain.employment.grounds import GroundKind
from scheduler.domain.time import Span, day_of, midnight_minute
from scheduler.domain.worktime.rests import free_between, longest, posts_and_calls
from scheduler.finding import Verdict
from scheduler.rule import PersonRule, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from scheduler.domain.problem import Problem
    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Claim, Finding

FOR_EVER = 10**9
"""A minute after all that is planned: what comes after the last duty is free."""

NEAR = 5 * 24 * 60
"""Minutes before a start within which a duty can have cut the rest before it short."""


@dataclass(frozen=True, kw_only=True)
class OwedRest:
    """
    A rest owed: one of `limit` minutes without work, begun after `since` and by the end of `due`.

    `on`: the day of the resumption after the short rest, of `rest` minutes; `minutes`: what that
    rest lacked, which is owed. `duties`: those on both sides of the short rest, and the calls that
    cut it. `ground`: the agreement or the derogation under which it was cut short. `agreed`:
    whether an agreement sets the delay (the decree sets none). `since` is a UTC minute.

    `worked`: of a night longer than the Code's, the minutes of that working day (0: a daily rest
    was cut short). `on` is then the day on which it begins, `rest` is zero and `minutes` are those
    beyond the Code's.
    """

    on: date
    since: int
    rest: int
    minutes: int
    limit: int
    due: date
    duties: tuple[Duty, ...]
    ground: str
    agreed: bool
    worked: int = 0

    @property
    def begins(self) -> int:
        """The UTC minute from which a finding tells of it: of a night, its start."""
        return self.duties[0].span.first if self.worked else self.since

    @property
    def ends(self) -> int:
        """The UTC minute at which the last day for beginning the rest ends."""
        return midnight_minute(self.due + timedelta(days=1))

    def rests(self, working: Iterable[Duty]) -> Iterator[tuple[int, int]]:
        """Yield the rests that `working` (by start) leaves, begun between `since` and the end."""
        for first, last in free_between(working, self.since, FOR_EVER):
            if first >= self.ends:
                break
            yield first, last

    def best(self, working: Iterable[Duty]) -> int:
        """Return the minutes of the longest of these rests."""
        return max((last - first for first, last in self.rests(working)), default=0)

    def returned(self, working: Iterable[Duty], until: int) -> date | None:
        """
        Return the day on which the rest that returns this one begins (None: there is none yet).

        It may be later than `due`: then it is late, and owed no more. `until`: the UTC minute up to
        which time is known; a rest that isn't whole by then may still be cut.
        """
        for first, last in free_between(working, self.since, FOR_EVER):
            if min(last, until) - first >= self.limit:
                return day_of(first)
        return None


class OwingRule(PersonRule):
    """
    A rule that says which rests a person is owed, and finds those that nothing returns.

    `sentence`: beside the fields of any rule, REST, WORKED, GROUND, OWED and DUE stand for what is
    told of the debt. `no_delay`: who sets no delay, in words, where no agreement does.
    """

    no_delay: ClassVar[str]

    @abstractmethod
    def owed(self, timeline: Timeline) -> Iterator[OwedRest]:
        """Yield the rests owed, by day."""

    def cutting(self, owed: OwedRest, working: Iterable[Duty]) -> Iterator[Duty]:
        """Yield the duties that may cut the rest short: those that end after it may begin."""
        return (duty for duty in working if owed.since < duty.span.last)

    def demanded_of(self, claim: Claim, problem: Problem) -> str:
        """Say by when the rest must begin."""
        del problem
        return f"un repos plus long, à commencer au plus tard le {day_of(claim.last - 1):%d/%m/%Y}"

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Look, after what makes each debt, for the rest that returns it."""
        working = standing(timeline)
        fixed = [duty for duty in working if not duty.decided]
        for owed in self.owed(timeline):
            best = owed.best(working)
            if best >= owed.limit:
                continue
            until = max((last for _, last in owed.rests(working)), default=owed.ends)
            later = (duty for duty in self.cutting(owed, working) if duty.span.first <= until)
            proof = (*owed.duties, *later)
            span = Span.of_minutes(owed.begins, owed.ends + owed.limit)
            if not timeline.concerns(span, proof):
                continue
            yield self.finding(
                subject=timeline.mediator.id,
                who=timeline.mediator.name,
                on=owed.on,
                span=span,
                measured=max(best, owed.rest),
                limit=owed.limit,
                duties=proof,
                verdict=Verdict.VIOLATION if owed.agreed else Verdict.TO_CONFIRM,
                inherited=not any(d.decided for d in owed.duties) and owed.best(fixed) < owed.limit,
                sentence=self._in_words(owed),
            )

    def _in_words(self, owed: OwedRest) -> str:
        """Return the finding's sentence for a debt: what makes it, its ground, the due date."""
        words = {
            "REST": shown(owed.rest, "minutes"),
            "WORKED": shown(owed.worked, "minutes"),
            "GROUND": owed.ground.replace("{", "{{").replace("}", "}}"),
            "OWED": shown(owed.minutes, "minutes"),
            "DUE": f"{owed.due:%d/%m/%Y}",
        }
        text = self.sentence
        for word, value in words.items():
            text = text.replace(word, value)
        return text + ("." if owed.agreed else f" ({self.no_delay} : à confirmer).")


@dataclass(frozen=True, kw_only=True)
class OwedRestRule(OwingRule):
    """A rule on rests owed: how long the daily rest is, and how soon what it lacks is returned."""

    rest: Dated
    delay: Dated

    def owed(self, timeline: Timeline) -> Iterator[OwedRest]:
        """Yield the rests owed, by day of resumption: the greatest of each day."""
        legal, history = self.rest.history[0].value, self.rest.history
        if not timeline.has_urgent_works and all(since.value >= legal for since in history):
            return
        posts, calls = posts_and_calls(standing(timeline))
        worst: dict[date, OwedRest] = {}
        for number, late in enumerate(posts):
            day = late.span.day
            if timeline.mediator.minor_on(day):
                continue
            for early in _before(posts[:number], late):
                rest = longest(early.span.last, late.span.first, calls)
                if rest >= legal or (day in worst and rest >= worst[day].rest):
                    continue
                duties = (early, *_cuts(early, late, calls), late)
                ground = self._ground(timeline, duties, day)
                if ground is not None:
                    worst[day] = OwedRest(
                        on=day,
                        since=late.span.first,
                        rest=rest,
                        minutes=legal - rest,
                        limit=2 * legal - rest,
                        due=day + timedelta(days=self.delay.on(day)),
                        duties=duties,
                        ground=ground,
                        agreed=self.delay.entry(day).level > Level.CODE,
                    )
        yield from (worst[day] for day in sorted(worst))

    def _ground(self, timeline: Timeline, duties: Sequence[Duty], day: date) -> str | None:
        """Return what allows the short rest: an agreement or urgent works (None: nothing does)."""
        entry = self.rest.entry(day)
        if entry.value < self.rest.history[0].value:
            return str(entry.source)
        for duty in duties:
            for ground in timeline.grounds_for(GroundKind.URGENT, duty, duty.span.day):
                return ground.ground
        return None


def standing(timeline: Timeline) -> tuple[Duty, ...]:
    """
    Return the duties between which rests are measured.

    Travel that a rota makes lies between two duties of its day: they say it all.
    """
    return tuple(d for d in timeline.working if d.kind is not DutyKind.TRAVEL or not d.decided)


def _before(posts: Sequence[Duty], late: Duty) -> Iterator[Duty]:
    """Yield the posts of other days that may have cut the rest before `late` short."""
    for early in reversed(posts):
        if late.span.first - early.span.first > NEAR:
            return
        if early.span.day != late.span.day:
            yield early


def _cuts(early: Duty, late: Duty, calls: Iterable[Duty]) -> Iterator[Duty]:
    """Yield the calls that lie, in part at least, between two posts."""
    for call in calls:
        if early.span.last < call.span.last and call.span.first < late.span.first:
            yield call
