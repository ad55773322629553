"""Months planned and published in a folder by its place alone: nothing is judged, nor stopped."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path

from api.data.association import Association
from api.data.folder.load import load
from api.month.frames import Frame, framed
from api.month.places.folder import FolderPlace
from api.month.places.place import Version
from api.planning.month_change import month_change
from scheduler.domain.problem import Assignment, Problem


def frame_of(
    association: Association, month: date, dispositifs: Iterable[str] | None = None
) -> Frame:
    return framed(association, month, frozenset(dispositifs or ()) or None)


def problem_of(
    association: Association, month: date, dispositifs: Iterable[str] | None = None
) -> Problem:
    return frame_of(association, month, dispositifs).problem


def publish_in(
    folder: Path,
    month: date,
    assignments: Iterable[Assignment],
    *,
    dispositifs: Iterable[str] | None = None,
    known: Association | None = None,
) -> Path:
    """Publish in a folder; `known`: what was read of it before (None: as it is)."""
    frame = frame_of(known or load(folder), month, dispositifs)
    version = Version(month=month, own=frame.own, assignments=frozenset(assignments))
    change = month_change(
        frame.association, frame.rota(version.assignments), datetime.now(UTC), frame.own or ()
    )
    return FolderPlace(folder).publish(version, change)
