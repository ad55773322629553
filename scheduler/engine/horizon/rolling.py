"""Plan the windows of a horizon in turn, each after what stands before it."""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from scheduler.engine.horizon.windows import problem_of
from scheduler.engine.outcome import Solution, WindowReport
from scheduler.engine.parts import restrict
from scheduler.engine.solve import solve

if TYPE_CHECKING:
    import threading

    from scheduler.domain.problem import Assignment, Problem
    from scheduler.domain.rota import Rota
    from scheduler.domain.time import Span
    from scheduler.engine.outcome import Keeper, Listener, Options, Progress
    from scheduler.rule import Profile

IN_WINDOWS = 0.6
"""Share of the time for the windows; the rest is for the whole."""


class Rolling:
    """
    The windows of one horizon, in turn.

    `decided`: what they have decided of `slots`. `reports`: what is told of each. `first_after`:
    seconds until the last of them had a lawful rota. `contradictions`: what the solver answered in
    them that was refuted, each sentence once.
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
        self.decided: frozenset[Assignment] = frozenset()
        self.slots: set[str] = set()
        self.reports: list[WindowReport] = []
        self.first_after = 0.0
        self.peak_mb = 0
        self.contradictions: dict[str, None] = {}

    @property
    def elapsed(self) -> float:
        """Seconds since the first window began."""
        return time.monotonic() - self.begun

    @property
    def left(self) -> float:
        """Seconds that are left for the whole."""
        return max(1.0, self.options.seconds - self.elapsed)

    def through(
        self, problem: Problem, windows: tuple[Span, ...], profile: Profile, hint: Rota | None
    ) -> None:
        """Plan window after window, each for its share of the time that is left."""
        sizes = [_size_in(problem, window) for window in windows]
        for place, window in enumerate(windows):
            if any(event is not None and event.is_set() for event in (self.stop, self.cancel)):
                return
            if not sizes[place]:
                continue
            left = IN_WINDOWS * self.options.seconds - self.elapsed
            seconds = max(1.0, left * sizes[place] / sum(sizes[place:]))
            small = problem_of(problem, window, self.decided)
            outcome = solve(
                small,
                profile,
                replace(self.options, seconds=seconds),
                on_progress=self.listener(window, place + 1, len(windows)),
                stop=self.stop,
                cancel=self.cancel,
                hint=None if hint is None else restrict(hint, small),
                on_best=self._keeper(self.decided),
            )
            if not isinstance(outcome, Solution):
                return
            self._take(window, small, outcome)

    def _take(self, window: Span, small: Problem, outcome: Solution) -> None:
        self.decided |= outcome.rota.assignments
        self.slots |= small.slot_of.keys()
        self.first_after = self.elapsed - outcome.seconds + outcome.first_after
        self.peak_mb = max(self.peak_mb, outcome.peak_mb)
        self.contradictions |= dict.fromkeys(outcome.contradictions)
        self.reports.append(
            WindowReport(
                window=window,
                slots=len(small.slots),
                tiers=outcome.tiers,
                seconds=outcome.seconds,
            )
        )

    def listener(self, window: Span | None, place: int = 0, windows: int = 0) -> Listener | None:
        """
        Return who is told of a window (None: of the whole), in seconds since the first began.

        It is the `place`-th of `windows`.
        """
        tell, before = self.on_progress, self.elapsed
        if tell is None:
            return None

        def listen(news: Progress) -> None:
            elapsed = before + news.elapsed
            tell(replace(news, elapsed=elapsed, window=window, place=place, windows=windows))

        return listen

    def _keeper(self, decided: frozenset[Assignment]) -> Keeper | None:
        keep = self.on_best
        return None if keep is None else lambda best: keep(decided | best)


def _size_in(problem: Problem, window: Span) -> int:
    """Count the possible assignments of a window."""
    slots = chain.from_iterable(problem.candidates.values())
    return sum(window.first <= slot.span.first < window.last for slot in slots)
