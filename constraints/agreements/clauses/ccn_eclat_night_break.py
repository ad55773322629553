"""Require twenty minutes of break before five hours of night work (ECLAT, 5.8.1.4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from constraints.agreements.clause import Clause, agreed
from constraints.agreements.texts import eclat
from constraints.night.rules import NightRule
from scheduler.dated import Dated
from scheduler.domain.duty import BreakKind, Duty
from scheduler.domain.time import Span, day_span, windows
from scheduler.evidence import Fact
from scheduler.finding import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from scheduler.domain.timeline import Timeline
    from scheduler.finding import Finding
    from scheduler.model import Item, Literal, PersonModel


class Stretch(NamedTuple):
    """Night work of one duty without a break of known time; `breaks`: those that may cut it."""

    duty: Duty
    first: int
    last: int
    work: int
    breaks: int


class Part(NamedTuple):
    """Night minutes of a duty, like `Stretch`, for encodings."""

    first: int
    last: int
    work: int
    cuts: int


@dataclass(frozen=True, kw_only=True)
class NightBreak(NightRule, Clause):
    """
    « Aucun temps de travail nocturne ne peut atteindre 5 heures sans une pause de 20 minutes ».

    Night is the window in force. Night work goes on over breaks and gaps of less than twenty
    minutes; a break on watch is work. A break of unknown place is put where it serves best, in the
    night. Five hours exactly are lawful if the working day has such a break, or another post, at
    all. Two duties at once are judged apart. If a source gives no breaks, the finding is to
    confirm.
    """

    id: ClassVar[str] = "ccn_eclat_night_break"
    title: ClassVar[str] = "ECLAT : pause de 20 minutes avant cinq heures de nuit"
    rests_on: ClassVar[tuple[Fact, ...]] = (Fact.BREAK,)
    sentence: ClassVar[str] = (
        "{who} : {measured} de travail de nuit sans pause de {pause} minutes, commencées le "
        "{day} ; elle est due avant {limit}."
    )
    silent: ClassVar[str] = (
        "{who} : {measured} de travail de nuit commencées le {day}, pauses inconnues ; {pause} "
        "minutes sont dues avant {limit}, à confirmer."
    )

    trigger: Dated = agreed(
        "minutes", 5 * 60, eclat("5.8.1.4"), floor=0, name="travail à partir duquel elle est due"
    )
    pause: Dated = agreed("minutes", 20, eclat("5.8.1.4"), floor=0, name="pause")

    def audit(self, timeline: Timeline) -> Iterator[Finding]:
        """Follow night work from duty to duty; measure the longest part that no break can cut."""
        who = timeline.mediator
        stretches = [s for duty in timeline.working for s in self._nightly(duty)]
        seen: set[tuple[int, int]] = set()
        for run in _runs(stretches, [self.pause.on(s.duty.span.day) for s in stretches]):
            day = run[0].duty.span.day
            limit, pause = self.trigger.on(day), self.pause.on(day)
            longest = _uninterrupted(run)
            if longest < limit or not pause or not self.in_force(day):
                continue
            duties = tuple(dict.fromkeys(s.duty for s in run))
            days = {duty.span.day for duty in duties}
            relieved = any(
                b.minutes >= pause and b.kind is not BreakKind.WATCH
                for d in duties
                for b in d.breaks
            ) or any(d.span.day in days and d not in duties for d in timeline.working)
            span = Span.of_minutes(run[0].first, run[-1].last)
            key = span.first, span.last
            if (longest == limit and relieved) or key in seen:
                continue
            seen.add(key)
            unknown = any(not duty.breaks_known for duty in duties)
            if timeline.concerns(span, duties):
                yield self.finding(
                    subject=who.id,
                    who=who.name,
                    on=day,
                    span=span,
                    measured=longest,
                    limit=limit,
                    duties=duties,
                    verdict=Verdict.TO_CONFIRM if unknown else Verdict.VIOLATION,
                    sentence=(self.silent if unknown else self.sentence).replace(
                        "{pause}", str(pause)
                    ),
                )

    def encode(self, model: PersonModel) -> None:
        """Forbid each chain of duties with too much night work without a break, shortest first."""
        items = [i for i in model.working if i.duty.breaks_known]
        parts = [(item, part) for item in items for part in self._parts(item.duty)]
        chains = [[n] for n in range(len(parts))]
        while chains:
            chain = chains.pop()
            day = parts[chain[0]][0].duty.span.day
            limit, pause = self.trigger.on(day), self.pause.on(day)
            if not pause or not self.in_force(day):
                continue
            longest = _longest([parts[n][1] for n in chain])
            run_items = [parts[n][0] for n in chain]
            if longest > limit:
                claim = model.claim(self.id, day_span(day))
                model.model.forbid_all(claim, [item.literal for item in run_items])
                if any(item.literal is not model.true for item in run_items):
                    continue
            elif longest == limit:
                self._reach(model, run_items, pause)
            end = parts[chain[-1]][1].last
            gap = self.pause.on(run_items[-1].duty.span.day)
            chains += [
                [*chain, n]
                for n, (item, part) in enumerate(parts)
                if end <= part.first < end + gap and not model.impossible((*run_items, item))
            ]

    def _reach(self, model: PersonModel, items: Sequence[Item], pause: int) -> None:
        """
        Allow a chain that just reaches the limit only with another post of its day.

        What follows it, or precedes it, without a pause makes another chain, judged as such.
        """
        free = [item.literal for item in items if item.literal is not model.true]
        pauses = [b for i in items for b in i.duty.breaks if b.kind is not BreakKind.WATCH]
        if not free or any(b.minutes >= pause for b in pauses):
            return
        days = {item.duty.span.day for item in items}
        ids = {item.duty.id for item in items}
        first, last = items[0].duty.span.first, items[-1].duty.span.last
        others: list[Literal] = [
            item.literal
            for item in model.working
            if item.duty.id not in ids
            and (
                item.duty.span.day in days
                or 0 <= first - item.duty.span.last < pause
                or 0 <= item.duty.span.first - last < pause
            )
        ]
        model.model.one_of(
            model.claim(self.id, day_span(items[0].duty.span.day)),
            [*(model.model.negation(literal) for literal in free), *others],
        )

    def _nightly(self, duty: Duty) -> Iterator[Stretch]:
        """Yield the night work of a duty, cut at its whole breaks of known place."""
        pause = self.pause.on(duty.span.day)
        stretches: list[Stretch] = []
        for night in self._nights(duty.span):
            for first, last in duty.pieces:
                begin, other = max(first, night.first), min(last, night.last)
                if begin >= other:
                    continue
                if stretches and begin - stretches[-1].last < pause:
                    work = stretches[-1].work + other - begin
                    stretches[-1] = stretches[-1]._replace(last=other, work=work)
                else:
                    stretches.append(Stretch(duty, begin, other, other - begin, 0))
        if not stretches:
            return
        floating = sorted(duty.floating)
        best = max(range(len(stretches)), key=lambda n: stretches[n].work)
        left = max(0, stretches[best].work - sum(floating))
        whole = sum(minutes >= pause for minutes in floating)
        stretches[best] = stretches[best]._replace(work=left, breaks=whole)
        yield from (s for s in stretches if s.work)

    def _nights(self, span: Span) -> Iterator[Span]:
        begins, ends = self.begins.on(span.day), self.ends.on(span.day)
        return windows(span, time(*divmod(begins, 60)), time(*divmod(ends, 60)))

    def _parts(self, duty: Duty) -> list[Part]:
        """Return the night parts of a duty between its breaks of known place."""
        day = duty.span.day
        pause, begins, ends = self.pause.on(day), self.begins.on(day), self.ends.on(day)
        clocks = [time(minutes // 60, minutes % 60) for minutes in (begins, ends)]
        pieces = [
            (max(first, night.first), min(last, night.last))
            for night in windows(duty.span, *clocks)
            for first, last in duty.pieces
            if max(first, night.first) < min(last, night.last)
        ]
        parts: list[Part] = []
        for first, last in pieces:
            if parts and first < parts[-1][1] + pause:
                parts[-1] = Part(parts[-1].first, last, parts[-1].work + last - first, 0)
            else:
                parts.append(Part(first, last, last - first, 0))
        if parts and duty.floating:
            most = max(part.work for part in parts)
            n = next(n for n, part in enumerate(parts) if part.work == most)
            cuts = len([m for m in duty.floating if m >= pause])
            parts[n] = Part(parts[n].first, parts[n].last, most - sum(duty.floating), cuts)
        return [part for part in parts if part.work > 0]


def _runs(stretches: Sequence[Stretch], pauses: Sequence[int]) -> Iterator[tuple[Stretch, ...]]:
    """Yield the runs, as long as can be, of stretches that follow each other with no pause."""
    after: dict[int, list[int]] = {}
    for n, (stretch, pause) in enumerate(zip(stretches, pauses, strict=True)):
        after[n] = [m for m, s in enumerate(stretches) if 0 <= s.first - stretch.last < pause]
    reached = {m for following in after.values() for m in following}
    open_runs: list[tuple[int, ...]] = [(n,) for n in after if n not in reached]
    while open_runs:
        run = open_runs.pop()
        if following := after[run[-1]]:
            open_runs.extend((*run, m) for m in following)
        else:
            yield tuple(stretches[n] for n in run)


def _uninterrupted(run: Sequence[Stretch]) -> int:
    """Return the longest stretch of a run, in minutes, with its movable breaks at their best."""
    low, high = 0, sum(s.work for s in run)
    while low < high:
        middle = (low + high) // 2
        since = 0
        fits = True
        for stretch in run:
            since += stretch.work - stretch.breaks * middle
            fits = fits and since <= middle
            since = max(0, since)
        low, high = (low, middle) if fits else (middle + 1, high)
    return low


def _longest(parts: Sequence[Part]) -> int:
    """Return the longest stretch of a chain of parts, in minutes: its densest sub-chain's."""
    return max(
        -(-sum(p.work for p in parts[i:j]) // (1 + sum(p.cuts for p in parts[i:j])))
        for i in range(len(parts))
        for j in range(i + 1, len(parts) + 1)
    )


RULE = NightBreak()
