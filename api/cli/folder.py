"""From a folder and a month to a problem, a rota and the files of its documents."""

from __future__ import annotations

import errno
import os
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from api.cli.interrupting import too_late
from api.cli.screen import err, say
from api.data.errors import Faults
from api.data.folder import revisions
from api.data.folder.atomic import held_back, put_in_place, set_aside
from api.data.folder.history import COLUMNS, cells_in_order, read_month
from api.data.folder.load import loaded
from api.data.folder.locking import alone
from api.data.folder.revisions import load_revisions
from api.data.folder.table import read
from api.data.folder.whole import beside
from api.data.profile import profile_for
from api.data.untenable import untenable
from api.export.cells import RISKY
from api.export.month.bundle import Month, write_documents
from api.export.month.csv import HEADER, HOURS, hours_of
from api.planning.events import revisions_of
from api.planning.names import names_of
from api.planning.problem import assemble, locks_left_out
from scheduler.domain.problem import Assignment
from scheduler.domain.rota import Rota
from scheduler.domain.time import PARIS, minute_at, next_month
from scheduler.errors import InvalidProblemError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from api.data.association import Association
    from api.export.month.formats import Format
    from scheduler.domain.problem import Problem

NEEDED = frozenset({"creneau", "personne"})


def read_folder(folder: Path) -> Association:
    """Read an association's files, saying so while it lasts, then how they were read."""
    with err().status("Lecture des fichiers…"):
        read_so = loaded(folder)
    tell_remarks(read_so.remarks)
    return read_so.association


def tell_remarks(remarks: Iterable[str]) -> None:
    """Say how files were read, where it may surprise: nothing of it is wrong."""
    for remark in remarks:
        say(f"Lu autrement : {remark}", "yellow")


def last_day(first: date) -> date:
    """Return the last day of a month."""
    return next_month(first) - timedelta(days=1)


def today() -> date:
    """Return the civil day in Paris."""
    return datetime.now(UTC).astimezone(PARIS).date()


def this_minute() -> int:
    """Return the UTC minute that it is."""
    return minute_at(datetime.now(UTC))


def problem_of(
    association: Association, first: date, dispositifs: Iterable[str] | None = None
) -> Problem:
    """
    Return the month's problem.

    Raises
    ------
    InvalidProblemError
        Nobody is there, nothing is to be held, a dispositif is unknown, or a lock can't hold: who
        plans from files mends it there.
    """
    chosen = frozenset(dispositifs) if dispositifs else None
    with err().status("Préparation du mois…"):
        problem = assemble(
            association, first, last_day(first), dispositifs=chosen, now=datetime.now(UTC)
        )
        idle = locks_left_out(association, problem, chosen)
    if not problem.slots:
        raise InvalidProblemError(
            f"aucun créneau en {first:%m/%Y} : rien à planifier (voir gabarits.csv et saisons.csv)"
        )
    if idle:
        told = "\n".join(f"  {one.message}" for one in idle)
        raise InvalidProblemError(f"verrous impossibles à tenir (voir verrous.csv) :\n{told}")
    return problem


def standing(problem: Problem, first: date) -> Rota:
    """
    Return the published rota of the month.

    Raises
    ------
    InvalidProblemError
        The month isn't published.
    """
    if not problem.previous:
        raise InvalidProblemError(
            f"le mois {first:%Y-%m} n’est pas publié : aucun fichier historique/{first:%Y-%m}.csv "
            "ne porte sur ses créneaux (donnez un planning avec --planning)"
        )
    return Rota(problem=problem, assignments=problem.previous)


def rota_of_file(problem: Problem, path: Path) -> Rota:
    """
    Read a rota from a CSV file with columns `creneau` and `personne`, as `rota export` writes it.

    Lines without a person are holes. Hours, where they are given, are those of the slot.

    Raises
    ------
    BadFilesError
        Columns are missing, or lines name people or slots that aren't there, or other hours, or
        someone twice.
    """
    faults = Faults()
    found: dict[Assignment, int] = {}
    for line in read(path, HEADER, frozenset(HEADER) - NEEDED, faults):
        who, slot_id = _plain(line.cells["personne"]), _plain(line.cells["creneau"])
        if not who:
            continue
        told = partial(faults.add, path.name, line.number)
        slot = problem.slot_of.get(slot_id)
        if who not in problem.mediator_of:
            told("personne", who, expected="une personne sous contrat ce mois-ci")
        if slot is None:
            told("creneau", slot_id, expected="un créneau de ce mois")
            continue
        for column, text in zip(HOURS, hours_of(slot), strict=True):
            if line.cells.get(column, text) != text:
                told(
                    column,
                    line.cells[column],
                    expected=f"{text}, comme dans gabarits.csv (les heures d’un créneau se "
                    "changent là, ou dans exceptions.csv)",
                )
        if Assignment(who, slot_id) in problem.settled:
            continue  # it is in every rota
        first = found.setdefault(Assignment(who, slot_id), line.number)
        if first != line.number:
            expected = f"une personne une seule fois par créneau (déjà ligne {first})"
            told("personne", who, expected=expected)
    faults.refuse()
    return Rota(problem=problem, assignments=frozenset(found))


def check_writable(folder: Path) -> None:
    """
    Refuse a place where documents can't be written, before anything is computed or published.

    Raises
    ------
    OSError
        A part of the path is a file, or rights are missing.
    """
    there = next(one for one in (folder, *folder.absolute().parents) if one.exists())
    if not there.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(there))
    if not os.access(there, os.W_OK | os.X_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(there))


def write(folder: Path, month: Month, formats: Iterable[Format]) -> Path:
    """Write the documents to `folder/<month>`, whole or not at all, and return that folder."""
    target = folder / month.label
    with set_aside(target) as aside:
        _fill(aside, month, formats)
        put_in_place(aside, target)
    return target


def write_published(
    folder: Path, month: Month, formats: Iterable[Format], *, base: Path, association: Association
) -> Path | None:
    """
    Publish a month in `base` with its documents in `folder/<month>`, and return its history's file.

    Documents are all written before anything is published, and only then take their place: a disk
    that is full, or Ctrl+C, leaves neither. For None see `publish`.

    Raises
    ------
    HalfPublishedError
        It is published, and then its documents were refused their place.
    """
    target = folder / month.label
    with set_aside(target) as aside:
        _fill(aside, month.published_on(month.now.astimezone(PARIS).date()), formats)
        with held_back():
            publication = publish(base, month, association)
            if publication is not None:
                too_late()
                try:
                    put_in_place(aside, target)
                except OSError as error:
                    raise HalfPublishedError(publication) from error
    return publication


class HalfPublishedError(Exception):
    """A month is published, and the documents of before stand in its documents' place."""


def _fill(aside: Path, month: Month, formats: Iterable[Format]) -> None:
    columns = (TextColumn("Écriture des documents"), BarColumn(), TextColumn("{task.completed}"))
    with Progress(*columns, TimeElapsedColumn(), console=err(), transient=True) as progress:
        task = progress.add_task("", total=None)
        for _ in write_documents(aside, month, formats):
            progress.advance(task)


def publish(folder: Path, month: Month, association: Association) -> Path | None:
    """
    Write the month's publication into the association's history, whole or not at all.

    None, and nothing written, if another command has published the month since `association` was
    read: what this one decided took no account of it.
    """
    history = folder / "historique"
    history.mkdir(exist_ok=True)
    path, people = history / f"{month.label}.csv", association.mediator_of
    with alone(history):
        standing = read_month(path, people, Faults()) if path.exists() else ()
        if standing != association.history.get(month.label, ()):
            return None
        kept = {one.key: one for one in load_revisions(history, Faults())}
        kept |= {one.key: one for one in revisions_of(month.events)}
        events = history / revisions.FILE
        events.parent.mkdir(exist_ok=True)
        with (
            beside(path, COLUMNS, cells_in_order(month.rows)) as put_month,
            beside(events, revisions.COLUMNS, revisions.cells_in_order(kept.values())) as put,
        ):
            put()
            put_month()
    return path


def warn_of_untenable(association: Association, problem: Problem) -> None:
    """Say which slots no adult may hold as they are described: they end as holes otherwise."""
    names = names_of(association)
    for slot, finding in untenable(problem.slots, association, profile_for(association)):
        hours = f"{slot.span.start:%H:%M}–{slot.span.end:%H:%M}"
        where = names.dispositif(slot.dispositif)
        say(
            f"Attention : nul ne peut légalement tenir les créneaux de {hours} ({where}, le "
            f"premier le {slot.span.start:%d/%m/%Y}) tels que gabarits.csv, pauses.csv et "
            f"exceptions.csv les décrivent : {finding.message} ({finding.article})",
            "yellow",
        )


def warn_of_lost(association: Association, problem: Problem, first: date) -> None:
    """Say how many published shifts no template makes any more."""
    rows = association.history.get(f"{first:%Y-%m}", ())
    fixed = {d.id for duties in problem.fixed_of.values() for d in duties}
    lost = [r for r in rows if r.worked.duty.id not in problem.slot_of.keys() | fixed]
    if lost:
        say(
            f"Attention : {len(lost)} affectations publiées ne correspondent plus à aucun créneau "
            f"(la première : {lost[0].worked.duty.id}) et sont laissées de côté.",
            "yellow",
        )


def published_at(association: Association, first: date) -> datetime | None:
    """Return when the month was last published, where it is known."""
    rows = association.history.get(f"{first:%Y-%m}", ())
    known = [r.changed for r in rows if r.changed is not None]
    return max(known, default=None)


def _plain(text: str | None) -> str:
    """Undo what kept a cell from being a formula."""
    cell = (text or "").strip()
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(RISKY) else cell
