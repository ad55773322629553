"""Read an association's folder for commands: its months, its documents, and what is odd in it."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import fixtures
from api.cli.interrupts import too_late
from api.cli.screen import CRASHED, counting, err, say
from api.data.association import Association
from api.data.building.agreements import profile_for
from api.data.folder.atomic import LIST
from api.data.folder.history import Needed
from api.data.warnings import unlawful_slots
from api.export.formats import Format
from api.export.month.bundle import Month
from api.french.plural import plural
from api.french.shifts import typed_hours
from api.french.system import refusal_of
from api.month.frames import Frame
from api.month.places.folder import Documents, FolderPlace, HalfPublishedError, dispositifs_of
from api.planning.names import names_of
from api.planning.problem import needed_history
from scheduler.domain.problem import Assignment, Problem
from scheduler.domain.time import civil_day, minute_at, next_month
from scheduler.errors import InvalidProblemError

EXAMPLE = Path(fixtures.__file__).parent / "association"
"""The invented association."""

OR_A_FILE = " (donnez un planning avec --planning)"
"""What may be given instead of a month that isn't published."""


def after_history(association: Association) -> date:
    """Return the month after the last published one, or this month where none is."""
    if not association.history:
        raise InvalidProblemError("aucun mois publié dans historique/ : donnez --mois AAAA-MM")
    year, number = max(association.history).split("-")
    return next_month(date(int(year), int(number), 1))


def place_of(folder: Path, needed: Callable[[Association], Needed] | None = None) -> FolderPlace:
    """
    Read an association's files, with a message meanwhile, then say how they were read.

    `needed`: see `FolderPlace`.
    """
    place = FolderPlace(folder, needed=needed)
    with err().status("Lecture des fichiers…"):
        remarks = place.loaded.remarks
    say_remarks(remarks)
    return place


def needed_of(month: date, dispositifs: Iterable[str] | None) -> Callable[[Association], Needed]:
    """Return how to find what is needed to judge a month of some dispositifs (None: all)."""
    own = frozenset(dispositifs) if dispositifs else None
    return lambda association: needed_history(association, month, last_day(month), own)


def read_folder(folder: Path) -> Association:
    """Return what an association's files say (see `place_of`)."""
    return place_of(folder).association


def say_remarks(remarks: Iterable[str]) -> None:
    """Say how files were read where it may surprise the reader; none of it is an error."""
    for remark in remarks:
        say(f"Lu autrement : {remark}", "yellow")


def last_day(first: date) -> date:
    """Return the last day of a month."""
    return next_month(first) - timedelta(days=1)


def today() -> date:
    """Return the civil day in Paris."""
    return civil_day(datetime.now(UTC))


def this_minute() -> int:
    """Return the present minute, in UTC."""
    return minute_at(datetime.now(UTC))


def frame_of(
    place: FolderPlace,
    month: date,
    dispositifs: Iterable[str] | None = None,
    *,
    until: date | None = None,
) -> Frame:
    """Return the frame of a month, of some dispositifs (None: all), with a message meanwhile."""
    with err().status("Préparation du mois…"):
        return place.frame(month, dispositifs, datetime.now(UTC), until=until)


def assignments_of(
    place: FolderPlace, month: date, dispositifs: Iterable[str] | None, plan: Path | None
) -> tuple[Frame, frozenset[Assignment]]:
    """Return a month and the assignments of a file (None: those published, with a warning)."""
    frame = frame_of(place, month, dispositifs)
    if plan is not None:
        return frame, read_plan(plan, frame)
    warn_of_lost(frame)
    return frame, place.published(frame, otherwise=OR_A_FILE)


def judged_version(
    place: FolderPlace, month: date, dispositifs: list[str] | None, plan: Path | None
) -> tuple[Frame, frozenset[Assignment]]:
    """Return a month and its assignments: those of a file, else published, else generated."""
    path = plan
    if path is None:
        path = place.draft(month, dispositifs or ())
        if path is not None:
            say_draft(path)
            dispositifs = dispositifs or list(dispositifs_of(path))
    frame = frame_of(place, month, dispositifs)
    if path is None:
        return frame, place.published(frame, otherwise=OR_A_FILE)
    return frame, read_plan(path, frame)


def read_plan(path: Path, frame: Frame) -> frozenset[Assignment]:
    """Return who holds what in a file (see `api.month.versions.month_file`)."""
    # The readers of foreign files are loaded where there is a file.
    from api.month.versions.month_file import month_file  # noqa: PLC0415

    return month_file(path, frame.month).assignments(frame)


def check_publishable(folder: Path, option: str) -> None:
    """
    Refuse to publish elsewhere than into a folder.

    InvalidProblemError: the path is a workbook, not a folder.
    """
    if not folder.is_dir() and folder.is_file():
        raise InvalidProblemError(
            f"{option} écrit dans un dossier d’association : « {folder.name} » est un classeur "
            "seul. Mettez-le dans un dossier, sous le nom association.xlsx, et donnez ce dossier"
        )


def say_draft(path: Path) -> None:
    """Say that the generated month is judged, because none of it is published."""
    say(f"Planning non publié, tel que « rota generate » l’a écrit : {path}")


@contextmanager
def documents(target: Path, month: Month, formats: Iterable[Format]) -> Iterator[Documents]:
    """Yield the documents of a month, to write under a bar that counts those written."""
    with counting("Écriture des documents") as advance:
        yield Documents(
            target=target / month.label,
            month=month,
            formats=tuple(formats),
            written=advance,
            over=too_late,
        )


def files_in(folder: Path) -> list[str]:
    """Return the files that a command wrote in a folder, but for the list that it keeps of them."""
    paths = (path for path in folder.rglob("*") if path.is_file() and path.name != LIST)
    return sorted(str(path.relative_to(folder)) for path in paths)


def check_writable(folder: Path) -> None:
    """
    Refuse a place where documents can't be written, before anything is computed or published.

    OSError: a part of the path is a file, or rights are missing.
    """
    there = next(parent for parent in (folder, *folder.absolute().parents) if parent.exists())
    if not there.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(there))
    if not os.access(there, os.W_OK | os.X_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(there))


def warn_of_untenable(association: Association, problem: Problem) -> None:
    """Warn of slots that no adult may lawfully hold as described: they would stay open."""
    names = names_of(association)
    for slot, finding in unlawful_slots(problem.slots, association, profile_for(association)):
        where = names.dispositif(slot.dispositif)
        say(
            f"Attention : nul ne peut légalement tenir les créneaux de {typed_hours(slot.span)} "
            f"({where}, le premier le {slot.span.start:%d/%m/%Y}) tels que gabarits.csv, "
            f"pauses.csv et exceptions.csv les décrivent : {finding.message} ({finding.article})",
            "yellow",
        )


def warn_of_lost(frame: Frame) -> None:
    """Warn how many published shifts have no slot any more in the templates."""
    problem, rows = frame.problem, frame.association.history.get(frame.label, ())
    fixed = {d.id for duties in problem.fixed_of.values() for d in duties}
    lost = [r for r in rows if r.worked.duty.id not in problem.slot_of.keys() | fixed]
    if lost:
        say(
            "Attention : de côté, faute de créneau dans les gabarits : "
            f"{plural(len(lost), 'affectation publiée', 'affectations publiées')} "
            f"(la première : {lost[0].worked.duty.id}).",
            "yellow",
        )


def half_published(error: HalfPublishedError, place: FolderPlace, label: str) -> int:
    """Say that a month is published without its documents, and how to write them."""
    cause = error.__cause__
    why = refusal_of(cause) if isinstance(cause, OSError) else ""
    say(
        f"Publié dans {error.args[0]}, mais les documents n’ont pas pris leur place : {why}. "
        f"Pour les écrire : rota export {place.path} --mois {label}",
        "bold red",
    )
    return CRASHED
