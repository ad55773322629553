"""The clock of a calculation: seconds of search, of those that were asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from api.jobs.service import REPLAY
from api.jobs.states import State

if TYPE_CHECKING:
    from api.database.tables.jobs import JobRow


@dataclass(frozen=True, kw_only=True)
class Clock:
    """
    Seconds since a calculation began to search, or to be prepared (`preparing`), at one moment.

    Those in which its processes began or built models aren't counted. `limit`: seconds of search
    that were asked for (None: no clock bounds it). The page's script goes on from there by itself,
    in the same words.
    """

    seconds: float
    limit: float | None
    preparing: bool

    @property
    def words(self) -> str:
        """Write `12 s / 60 s`."""
        past = int(self.seconds)
        if self.preparing:
            return f"{_of_limit(0, self.limit)} · préparation depuis {past} s"
        if self.limit is None or self.seconds < self.limit:
            return _of_limit(past, self.limit)
        over = int(self.seconds - self.limit)
        return f"{_of_limit(self.limit, self.limit)} · {over} s de préparation et de contrôle"


def _of_limit(seconds: float, limit: float | None) -> str:
    text = f"{seconds:g} s" if limit is None else f"{seconds:g} s / {limit:g} s"
    return text.replace(".", ",")


def clock_of(row: JobRow, now: datetime) -> Clock | None:
    """Return the clock of a calculation that a worker has (None: none has)."""
    progress = row.progress or {}
    if State(row.state) is not State.SOLVING or not progress.get("since"):
        return None
    bounded = row.kind != REPLAY and row.options["effort"] is None
    since = datetime.fromisoformat(progress["since"])
    # Clocks of two machines may differ.
    seconds = max(0.0, (now - since).total_seconds() - progress["starting"])
    limit = row.options["seconds"] if bounded else None
    return Clock(seconds=seconds, limit=limit, preparing=progress["preparing"])


def took_words(row: JobRow) -> str:
    """Say how long a calculation searched, and what it took beside (empty: it didn't search)."""
    values = row.result or {}
    if row.started is None or row.ended is None or "starting" not in values:
        return ""
    # What came after the time that was asked for judged what was found.
    limit = row.options["seconds"] if row.options["effort"] is None else values["seconds"]
    search = min(limit, values["seconds"] - values["starting"])
    beside = max(0.0, (row.ended - row.started).total_seconds() - search)
    return (
        f"{search:.0f} s de recherche, et {beside:.0f} s pour lire les données, préparer le "
        "calcul, contrôler et garder ce qui est trouvé."
    )
