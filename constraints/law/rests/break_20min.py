"""Require a break of twenty consecutive minutes from six hours of work on (pause, L3121-16)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from constraints.breaks.chains import Following, Run, Trail
from constraints.sanctions.sanction import Sanction
from constraints.sanctions.texts import DAMAGES
from scheduler.dated import Dated, Source, code, legal
from scheduler.domain.duty import Break
from scheduler.domain.time import Span, day_of, day_span
from scheduler.domain.worktime.sessions import Line, Session, may_reach, sessions_of
from scheduler.evidence import Fact
from scheduler.finding import Severity, Verdict
from scheduler.rule import PersonRule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from scheduler.domain.duty import Duty
    from scheduler.domain.people import Mediator
    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import PersonModel

L3121_16 = code("L3121-16", "LEGIARTI000033020444")
L3121_17 = code("L3121-17", "LEGIARTI000033020440")
L3121_2 = code("L3121-2", "LEGIARTI000033020513")

LEAST_REST = 9 * 60
"""Minutes below which no agreement brings the daily rest (D3131-6): less is one working day."""

_Shape = tuple[int, int, tuple[Break, ...], bool]
"""Hours and breaks of a duty, and whether this rota decides it."""

NEAR = 3 * 1440
"""Minutes before the horizon beyond which no session reaches it."""


@dataclass(frozen=True, kw_only=True)
class Break20(PersonRule):
    """
    An adult's work reaches six hours only with a break of twenty consecutive minutes.

    A session is work with no interruption that long: shorter breaks don't add up (Cass. soc. 20
    February 2013, 11-26.793), a break on watch is work (L3121-2), travel between two sites goes on
    with it, midnight too. A longer gap between two duties is a break (Cass. soc. 20 June 2013,
    12-10.127). The six hours are « atteintes » at 6 h 00: a session of exactly that length is
    lawful only with a whole break of the same working day right after it; a duty that begins after
    midnight goes on with that day, unless a daily rest could lie between. A break of unknown place
    is put where it serves best in its duty. Two duties at the same time are judged separately,
    because nobody can be at both. Dated on the day the session starts; measured: its minutes of
    work.

    The article gives *a* break once *daily* work reaches six hours. If a whole break was taken
    before, the article doesn't say whether a later stretch of six hours on the same day needs
    another: to confirm. The plan never contains such a day. Six hours sharp right after any break
    are to confirm too.

    An agreement may only lengthen the break (L3121-17) or bring it forward.
    """

    id: ClassVar[str] = "break_20min"
    title: ClassVar[str] = "Pause de 20 minutes"
    severity: ClassVar[Severity] = Severity.PUBLIC_ORDER
    short_memory: ClassVar[bool] = True
    rests_on: ClassVar[tuple[Fact, ...]] = (Fact.BREAK,)
    sources: ClassVar[tuple[Source, ...]] = (L3121_16, L3121_17, L3121_2)
    sanctions: ClassVar[tuple[Sanction, ...]] = (DAMAGES,)
    sentence: ClassVar[str] = (
        "{who} : {measured} de travail le {day} sans la pause de {pause} minutes due dès {limit}."
    )

    unsettled: ClassVar[str] = (
        "{who} : {measured} de travail d’affilée le {day}, après une pause prise plus tôt dans la "
        "journée : à confirmer. Le texte donne une pause de {pause} minutes dès {limit} de travail "
        "quotidien : l’une suffit pour la journée, ou une autre est due dès {limit} de plus, il ne "
        "le dit pas."
    )
    avoids_unsettled: ClassVar[bool] = True

    trigger: Dated = legal(
        "minutes", 6 * 60, L3121_16, ceiling=6 * 60, name="travail à partir duquel elle est due"
    )
    pause: Dated = legal("minutes", 20, L3121_16, floor=20, by=L3121_17, name="pause")

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Follow the duties that no whole break separates, and measure their sessions."""
        who, since = timeline.mediator, timeline.horizon.first - NEAR
        duties = [duty for duty in timeline.working if duty.span.last > since]
        seen: set[tuple[int, int]] = set()
        for chained in self._chains(duties, who):
            every = self._sessions(chained)
            if not any(session.minutes >= self._limit(session) for session in every):
                continue
            apart = [duty for duty in duties if all(duty is not member for member in chained)]
            earlier = list(self._stretches(_day_before(chained[0], apart)))
            for number, session in enumerate(every):
                verdict = self._verdict(session, [*earlier, *every[:number]], apart, who)
                if verdict is None or (session.first, session.last) in seen:
                    continue
                seen.add((session.first, session.last))
                span = Span.of_minutes(session.first, session.last)
                if timeline.concerns(span, tuple(session.duties)):
                    pause = self.pause.on(chained[0].span.day)
                    unsettled = verdict is Verdict.TO_CONFIRM
                    sentence = self.unsettled if unsettled else self.sentence
                    yield self.finding(
                        subject=who.id,
                        who=who.name,
                        on=span.day,
                        span=span,
                        measured=session.minutes,
                        limit=self.trigger.on(chained[0].span.day),
                        duties=session.duties,
                        verdict=verdict,
                        sentence=sentence.replace("{pause}", str(pause)),
                    )

    def encode(self, model: PersonModel) -> None:
        """Forbid each chain of duties with a session that is too long, shortest chains first."""
        items = model.working
        duties = [item.duty for item in items]
        after = Following(duties, [self.pause.on(duty.span.day) for duty in duties])
        heads = [n for n in range(len(items)) if n not in after.leads]
        posts: dict[date, list[int]] = {}
        for n in heads:
            posts.setdefault(duties[n].span.day, []).append(n)
        # Slots of the same hours on other sites come to the same: looked at once.
        shapes: dict[_Shape, int] = {}
        shape = [shapes.setdefault(_shape(duty), len(shapes)) for duty in duties]
        trails: dict[tuple[int, ...], Trail] = {}
        known: dict[tuple[int, ...], _Outcome] = {}
        stack: list[tuple[int, ...]] = [(n,) for n in reversed(heads)]
        for n in heads:
            trails[(shape[n],)] = self._trail(duties[n])
        while stack:
            chain = stack.pop()
            key = tuple(shape[n] for n in chain)
            if key not in known:
                last = duties[chain[-1]]
                if len(key) > 1:
                    trails[key] = trails[key[:-1]].then(last)
                alone = trails.get(key[-1:]) or self._trail(last)
                known[key] = self._outcome(trails[key], last, alone, model.mediator)
            outcome = known[key]
            for run, over in outcome.runs:
                self._post(model, chain, run, posts, over=over)
            if not outcome.closed:
                # What nobody can have together needs no row, nor any chain that goes on from it.
                longer = ((*chain, m) for m in after(chain[-1]))
                stack.extend(c for c in longer if not model.impossible(items[n] for n in c))

    def _chains(self, duties: Sequence[Duty], who: Mediator) -> Iterator[list[Duty]]:
        """Yield the longest chains, and apart from them what an adult works of each."""
        line = Line(duties, [self.pause.on(duty.span.day) for duty in duties])
        for chain in line.longest():
            chained = [duties[n] for n in chain]
            yield chained
            grown = [duty for duty in chained if not who.minor_on(duty.span.day)]
            if grown and len(grown) < len(chained):
                yield grown

    def _sessions(self, chain: Sequence[Duty]) -> list[Session]:
        """Return the sessions of a chain that is long enough to hold one over the limit."""
        limit, pause = (value.on(chain[0].span.day) for value in (self.trigger, self.pause))
        if not may_reach(chain, min(self.trigger.on(duty.span.day) for duty in chain), pause):
            return []
        return sessions_of(chain, limit=limit, pause=pause)

    def _verdict(
        self,
        session: Session,
        before: Sequence[Session],
        apart: Sequence[Duty],
        who: Mediator,
    ) -> Verdict | None:
        """
        Return what the law says of a session, after those `before` it in its working day.

        `apart`: the duties of other chains.
        """
        first, last = session.duties[0], session.duties[-1]
        limit = self._limit(session)
        if session.minutes < limit or who.minor_on(day_of(session.first)):
            return None
        if session.minutes == limit and (
            session.relieved or any(_goes_on(last.span, duty.span) for duty in apart)
        ):
            return None
        if session.minutes == limit:
            rested = session.opened or bool(before)
        else:
            dated = [s for s in before if any(duty.span.day == first.span.day for duty in s.duties)]
            # Whether the day is that of the date or goes on until a rest, the text doesn't say.
            earliest = [
                min(day, key=lambda s: (s.first, -s.minutes)) for day in (dated, before) if day
            ]
            rested = any(stretch.minutes <= limit for stretch in earliest)
        return Verdict.TO_CONFIRM if rested else Verdict.VIOLATION

    def _limit(self, session: Session) -> int:
        return self.trigger.on(session.duties[0].span.day)

    def _stretches(self, duties: Sequence[Duty]) -> Iterator[Session]:
        """Yield the sessions of duties (by start): work without a whole break."""
        line = Line(duties, [self.pause.on(duty.span.day) for duty in duties])
        for chain in line.longest():
            chained = [duties[n] for n in chain]
            limit, pause = (value.on(chained[0].span.day) for value in (self.trigger, self.pause))
            yield from sessions_of(chained, limit=limit, pause=pause)

    def _trail(self, duty: Duty) -> Trail:
        day = duty.span.day
        return Trail(limit=self.trigger.on(day), pause=self.pause.on(day)).then(duty)

    def _outcome(self, trail: Trail, last: Duty, alone: Trail, who: Mediator) -> _Outcome:
        """
        Return the runs to refuse in which this rota has a part, and whether to look further.

        Nothing is added by longer chains where one is refused, nor where what comes before the
        `last` duty is of no weight to what follows: as much is left of it `alone`.
        """
        runs = [
            (run, over)
            for some, over in ((trail.too_long(), True), (trail.bare(), False))
            for run in some
            if any(duty.decided for duty in run.duties) and not who.minor_on(day_of(run.first))
        ]
        left = trail.run.minutes
        settled = bool(last.breaks) and (
            left == 0 or (trail is not alone and left == alone.run.minutes)
        )
        return _Outcome(runs, closed=settled or any(over for _, over in runs))

    def _post(
        self,
        model: PersonModel,
        chain: tuple[int, ...],
        run: Run,
        posts: dict[date, list[int]],
        *,
        over: bool,
    ) -> None:
        items = [model.working[n] for n in chain]
        claim = model.claim(self.id, day_span(day_of(run.first)))
        if over:
            model.model.forbid_all(claim, [item.literal for item in items])
            return
        # A later duty of the working day makes the gap to it a break (or the run longer).
        end = run.duties[-1].span
        others = sorted(
            n
            for day, most in ((end.day, None), (end.day + timedelta(days=1), LEAST_REST))
            for n in posts.get(day, ())
            if n not in chain
            and (gap := model.working[n].duty.span.first - end.last) >= 0
            and (most is None or gap < most)
        )
        literals = (item.literal for item in items if item.literal is not model.true)
        model.model.one_of(
            claim,
            [
                *(model.model.negation(literal) for literal in literals),
                *(model.working[n].literal for n in others),
            ],
        )


class _Outcome(NamedTuple):
    """The runs to refuse, each over the limit or not; `closed`: longer chains add nothing."""

    runs: list[tuple[Run, bool]]
    closed: bool


def _goes_on(last: Span, later: Span) -> bool:
    """Whether a later duty is of the same working day: of that date, or no daily rest before it."""
    return later.first >= last.last and (
        later.day == last.day or later.first - last.last < LEAST_REST
    )


def _day_before(duty: Duty, apart: Sequence[Duty]) -> list[Duty]:
    """Return, of duties by start, those before a duty in its working day."""
    day: list[Duty] = []
    for earlier in reversed([d for d in apart if d.span.last <= duty.span.first]):
        first = (day[-1] if day else duty).span
        if first.day != earlier.span.day and first.first - earlier.span.last >= LEAST_REST:
            break
        day.append(earlier)
    return day[::-1]


def _shape(duty: Duty) -> _Shape:
    return duty.span.first, duty.span.last, duty.breaks, duty.decided


RULE = Break20()
