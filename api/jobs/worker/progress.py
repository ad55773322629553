"""
Write how far a solve is, from a thread beside it, and read whether people stop it.

It reads twice a second and writes when there is something new: the progress, and the best rota so
far at most every `best_seconds`.
"""

import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, Self

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from api.database.engine import reading, writing
from api.jobs.states import PROGRESS, tell
from api.jobs.worker.inputs import as_pairs
from api.jobs.worker.turns import LostTurnError, Turn, begun, row_of
from api.planning.summary import tier_json
from api.settings import Settings
from scheduler.domain.problem import Assignment
from scheduler.engine.outcome import Progress, TierResult
from scheduler.engine.proofs import add_tiers

GRACE = 2.0
"""Seconds that a solve has, when the process must end, to hand over its best rota."""


class SearchWatch(ABC):
    """
    A search watched from a thread: `stop` and `give_up` are for the solver.

    Once one of the events `leaving` is set, the solver is stopped, then killed. `lost`: the search
    is somebody else's by now, or nobody's.
    """

    def __init__(
        self, engine: Engine, settings: Settings, name: str, leaving: Sequence[threading.Event]
    ) -> None:
        self.engine, self.settings, self._leaving = engine, settings, leaving
        self.stop, self.give_up = threading.Event(), threading.Event()
        self.lost = False
        self.best: frozenset[Assignment] | None = None
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def __enter__(self) -> Self:
        # What was asked for while the search waited is known before it begins.
        if self._look_once():
            self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._look_no_more()

    def _look_no_more(self) -> None:
        self._over.set()
        if self._thread.ident is not None:
            self._thread.join()

    def better(self, best: frozenset[Assignment]) -> None:
        """Receive the best rota so far from the solver."""
        self.best = best

    @abstractmethod
    def _look(self) -> None:
        """Read whether the search goes on, and write its news (LostTurnError: it is lost)."""

    def _run(self) -> None:
        deadline = None
        while not self._over.wait(self.settings.poll_seconds):
            if any(event.is_set() for event in self._leaving):
                deadline = deadline or time.monotonic() + GRACE
                self.stop.set()
                if time.monotonic() > deadline:
                    self.give_up.set()
            if not self._look_once():
                return

    def _look_once(self) -> bool:
        """Look once; return whether the search is still ours, to look again."""
        try:
            self._look()
        except LostTurnError:
            self.lost = True
            self.give_up.set()
            return False
        except SQLAlchemyError:
            # The database is away: the solver goes on, and this is tried again.
            pass
        return True


class Watch(SearchWatch):
    """
    One calculation watched. `ending` is set when the process must end.

    `stop_asked`: by a person. `lost`: the calculation was cancelled, or is another turn's.
    """

    def __init__(
        self, engine: Engine, settings: Settings, turn: Turn, ending: threading.Event
    ) -> None:
        super().__init__(engine, settings, "surveillance", [ending])
        self.turn, self.ending = turn, ending
        self.stop_asked = False
        self._lock = threading.Lock()
        self._news: dict[str, Progress] = {}
        self._last: Progress | None = None
        self._begun: dict[str, Any] | None = None
        self._written: Any = None
        self._put_away: frozenset[Assignment] | None = None
        self._put_away_at = time.monotonic()

    def begin(self) -> None:
        """Note that the search begins now: what came before was its preparation."""
        with self._lock:
            self._begun = begun(preparing=False)

    def heard(self, news: Progress) -> None:
        """Receive news from the solver, to be written by the thread."""
        with self._lock:
            last = self._last
            if last is not None and (news.elapsed < last.elapsed or news.place != last.place):
                # Of another search of the same calculation: the former's parts are over.
                self._news.clear()
            self._news[news.part] = self._last = news

    def _look(self) -> None:
        with reading(self.engine) as session:
            row = row_of(session, self.turn)
            if row.stop_asked:
                self.stop_asked = True
                self.stop.set()
        progress = self._progress()
        best = self._due()
        if best is None and (progress is None or progress == self._written):
            return
        with writing(self.engine) as session:
            row = row_of(session, self.turn)
            if progress is not None and progress != self._written:
                row.progress = progress
                tell(session, row, PROGRESS, progress)
            if best is not None:
                row.best = as_pairs(best)
        self._written = progress
        if best is not None:
            self._put_away, self._put_away_at = best, time.monotonic()

    def _due(self) -> frozenset[Assignment] | None:
        """Return the best rota so far, if it is time to store it."""
        late = time.monotonic() - self._put_away_at >= self.settings.best_seconds
        return self.best if late and self.best != self._put_away else None

    def _progress(self) -> dict[str, Any] | None:
        with self._lock:
            last, begun = self._last, self._begun
            if last is None or begun is None:
                return begun
            return begun | {
                "seconds": round(last.elapsed - last.starting, 1),
                "starting": round(last.starting, 1),
                "parts": last.parts,
                "parts_done": last.parts_done,
                "month": last.place,
                "months": last.windows,
                "running": [
                    {
                        "part": n.part,
                        "tier": n.tier,
                        "unit": n.unit,
                        "best": n.best,
                        "bound": n.bound,
                    }
                    for n in self._news.values()
                    if n.tier
                ],
                "tiers": [tier_json(tier) for tier in self._tiers(last.parts)],
            }

    def _tiers(self, parts: int) -> tuple[TierResult, ...]:
        """Return what the best rota so far costs (nothing: some of its parts have none yet)."""
        reported = [news.tiers for news in self._news.values() if news.tiers]
        return add_tiers(reported) if len(reported) == parts else ()
