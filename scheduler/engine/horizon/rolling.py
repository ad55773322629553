"""
Plan the windows of a horizon in turn, each beside what stands in the others.

Every window has its coverage searched before any is searched further: on a busy machine a second of
the clock may be worth little, and the last month is planned like the first. The time that is left
is then shared by what the processes work, in seconds of processor. Where these are bounded
(`Options.processor`), they are what windows share, and the clock ends none.
"""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from scheduler.domain.rota import Rota
from scheduler.engine.horizon.windows import problem_of
from scheduler.engine.outcome import Infeasible, Solution, WindowReport
from scheduler.engine.parts.splitting import restrict
from scheduler.engine.solve import solve

if TYPE_CHECKING:
    import threading
    from collections.abc import Mapping

    from scheduler.domain.problem import Assignment, Problem
    from scheduler.domain.time import Span
    from scheduler.engine.outcome import Keeper, Listener, Options, Progress, Unsearched
    from scheduler.rule import Profile

IN_COVERAGE = 0.7
"""Share of the time within which the coverage of all windows is searched."""

IN_WINDOWS = 0.6
"""Share of the time for the windows, unless their coverage needs more; the rest is the whole's."""

LONGER = 2.0
"""Times its share of the clock that a window may last, where its processes are slowed down."""

LEAST = 1.0
"""Seconds of the clock that a window has at least; of processor too when its turn comes again."""


class Rolling:
    """
    The windows of one horizon, in turn.

    `starting`: seconds so far that were no search. `decided`: what they have decided of `slots`.
    `reports`: what is told of each. `first_after`: seconds until the last of them had a lawful
    rota. `contradictions`: what the solver answered in them that was refuted, each sentence once.
    """

    def __init__(
        self,
        options: Options,
        on_progress: Listener | None,
        on_best: Keeper | None,
        stop: threading.Event | None,
        cancel: threading.Event | None,
    ) -> None:
        self.options = options
        self.on_progress, self.on_best = on_progress, on_best
        self.stop, self.cancel = stop, cancel
        self.begun = time.monotonic()
        self.starting = 0.0
        self.slots: set[str] = set()
        self.first_after = 0.0
        self.peak_mb = 0
        self.contradictions: dict[str, None] = {}
        self._used = self._worked = self._pace = 0.0
        self._chosen: dict[Span, frozenset[Assignment]] = {}
        self._reports: dict[Span, WindowReport] = {}
        self._unsearched: dict[Span, Mapping[str, Unsearched]] = {}

    @property
    def elapsed(self) -> float:
        """Seconds since the first window began."""
        return time.monotonic() - self.begun

    @property
    def searching(self) -> float:
        """Seconds of these that the search has had."""
        return self.elapsed - self.starting

    @property
    def remaining(self) -> Options:
        """The options of the whole: those asked, for the time that the windows leave."""
        seconds = max(LEAST, self.options.seconds - self.searching)
        bound = self.options.processor
        processor = None if bound is None else max(LEAST, bound - self._used)
        return replace(self.options, seconds=seconds, processor=processor)

    @property
    def _total(self) -> float:
        """Seconds that are shared: of processor where these are bounded, of the clock elsewhere."""
        bound = self.options.processor
        return self.options.seconds if bound is None else bound

    @property
    def _spent(self) -> float:
        """Seconds of these that the windows have had."""
        return self.searching if self.options.processor is None else self._used

    @property
    def decided(self) -> frozenset[Assignment]:
        """What all windows have decided so far."""
        return frozenset().union(*self._chosen.values())

    @property
    def reports(self) -> tuple[WindowReport, ...]:
        """What is told of each window, as it was searched last."""
        return tuple(self._reports[w] for w in sorted(self._reports, key=lambda w: w.first))

    @property
    def unsearched(self) -> Mapping[str, Unsearched]:
        """The parts that some window has no answer of, and what they have there instead."""
        every: dict[str, Unsearched] = {}
        for some in self._unsearched.values():
            every |= some
        return every

    def through(
        self, problem: Problem, windows: tuple[Span, ...], profile: Profile, hint: Rota | None
    ) -> None:
        """Plan window after window; then again from what stands, for as long as there is time."""
        sizes = [_size_in(problem, window) for window in windows]
        for again in (False, True) if self.options.effort is None else (False,):
            share = IN_WINDOWS if again else IN_COVERAGE
            for place, window in enumerate(windows):
                left = share * self._total - self._spent
                if self._ended or (again and left < LEAST):
                    return
                if not sizes[place]:
                    continue
                seconds = max(LEAST, left * sizes[place] / sum(sizes[place:]))
                small = problem_of(problem, window, self.decided)
                mine = self._chosen.get(window)
                start = hint if mine is None else Rota(problem=small, assignments=mine)
                outcome = solve(
                    small,
                    profile,
                    self._options(seconds, left, again=again),
                    on_progress=self.listener(window, place + 1, len(windows)),
                    stop=self.stop,
                    cancel=self.cancel,
                    hint=None if start is None else restrict(start, small),
                    on_best=self._keeper(self.decided - (mine or frozenset())),
                )
                # Beside what others have decided, a window may have no rota that the whole has.
                if isinstance(outcome, Infeasible) and not self.decided:
                    return
                # One that had no rota may have one when its turn comes again.
                if isinstance(outcome, Solution):
                    self._take(window, small, outcome, again=again)

    @property
    def _ended(self) -> bool:
        events = (self.stop, self.cancel)
        return any(event is not None and event.is_set() for event in events)

    def _options(self, seconds: float, left: float, *, again: bool) -> Options:
        """Return the options of a window whose share is so many seconds of those that are left."""
        only = not again and self.options.effort is None
        if self.options.processor is not None:
            return replace(self.remaining, processor=seconds, only_coverage=only)
        if not again:
            return replace(self.options, seconds=seconds, only_coverage=only)
        longest = max(LEAST, min(left, LONGER * seconds))
        # What starts slowly has worked little so far: that would leave it no time to work.
        processor = max(LEAST, self._pace * seconds)
        return replace(self.options, seconds=longest, processor=processor)

    def _take(self, window: Span, small: Problem, outcome: Solution, *, again: bool) -> None:
        self.starting += outcome.starting
        self._chosen[window] = outcome.rota.assignments
        self.slots |= small.slot_of.keys()
        self.peak_mb = max(self.peak_mb, outcome.peak_mb)
        self.contradictions |= dict.fromkeys(outcome.contradictions)
        self._unsearched[window] = outcome.unsearched
        worked = sum(part.seconds for part in outcome.parts)
        self._used += worked
        before = self._reports[window].seconds if window in self._reports else 0.0
        if again:
            self._pace = worked / max(LEAST, outcome.seconds - outcome.starting)
        else:
            self._worked += worked
            # Where one part is large, its coverage has kept one process busy.
            processes = max(1, self.options.processes)
            self._pace = processes * min(1.0, self._worked / max(LEAST, self.searching))
            self.first_after = self.elapsed - outcome.seconds + outcome.first_after
        self._reports[window] = WindowReport(
            window=window,
            slots=len(small.slots),
            tiers=outcome.tiers,
            seconds=before + outcome.seconds,
        )

    def listener(self, window: Span | None, place: int = 0, windows: int = 0) -> Listener | None:
        """
        Return who is told of a window (None: of the whole), in seconds since the first began.

        It is the `place`-th of `windows`.
        """
        tell, before, starting = self.on_progress, self.elapsed, self.starting
        if tell is None:
            return None

        def listen(news: Progress) -> None:
            elapsed = before + news.elapsed
            tell(
                replace(
                    news,
                    elapsed=elapsed,
                    starting=starting + news.starting,
                    window=window,
                    place=place,
                    windows=windows,
                )
            )

        return listen

    def _keeper(self, decided: frozenset[Assignment]) -> Keeper | None:
        keep = self.on_best
        return None if keep is None else lambda best: keep(decided | best)


def _size_in(problem: Problem, window: Span) -> int:
    """Count the possible assignments of a window."""
    slots = chain.from_iterable(problem.candidates.values())
    return sum(window.first <= slot.span.first < window.last for slot in slots)
