"""Read and keep months in a folder of files: one writer at a time, all or nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

from api.data.association import Acknowledgement, Association, Published
from api.data.errors import Faults
from api.data.folder.atomic import locked, put_in_place, set_aside, signals_held_back
from api.data.folder.beside import (
    REMOVALS,
    REVISION_COLUMNS,
    REVISIONS,
    carried_out,
    load_removals,
    load_revisions,
    revision_cells,
    write_removals,
)
from api.data.folder.csv_file import read, sweep_beside, written_beside
from api.data.folder.history import COLUMNS, Needed, cells_in_order, read_month
from api.data.folder.load import Loaded, acknowledge, load_with_rows
from api.export.formats import Format
from api.export.month.bundle import Month, write_documents
from api.export.month.csv import HEADER
from api.judging.acknowledging import AcknowledgementError
from api.ledger.errors import MovedError
from api.month.errors import UnknownDraftError
from api.month.frames import Frame, framed
from api.month.places.place import DraftVersion, PublishedMeanwhile, Stamp, Version
from api.planning.month_change import MonthChange
from scheduler.domain.duty import template_of
from scheduler.domain.problem import Assignment
from scheduler.errors import InvalidProblemError

OUTPUT = Path("sortie")
"""Where documents are written when nobody says where."""


class HalfPublishedError(Exception):
    """The month is published, but its documents are still the earlier ones."""


@dataclass(frozen=True, kw_only=True)
class Documents:
    """
    Documents of a month that are written to `target`, all or none.

    `written`: called after each document. `over`: called when writing can no longer be undone.
    """

    target: Path
    month: Month
    formats: tuple[Format, ...]
    written: Callable[[], None] = lambda: None
    over: Callable[[], None] = lambda: None

    def fill(self, aside: Path, month: Month) -> None:
        """Write the documents of a month into a folder."""
        for _ in write_documents(aside, month, self.formats):
            self.written()


class FolderPlace:
    """
    An association's folder of files, or its workbook alone, read once and not again.

    It keeps published months only, no drafts. `documents` are written together with the
    publication: both succeed, or nothing is written. `needed`: what of the history is read (None:
    all); nothing can be published from a part, nor balances of fairness added up.
    """

    register = 0
    state = 0
    """A folder can't be locked while it is read: changes by others are detected on writing."""

    def __init__(
        self,
        path: Path,
        documents: Documents | None = None,
        *,
        needed: Callable[[Association], Needed] | None = None,
    ) -> None:
        self.path, self.documents, self.needed = path, documents, needed

    @cached_property
    def loaded(self) -> Loaded:
        """Return what the files contain, and how they were read (BadFilesError: all faults)."""
        return load_with_rows(self.path, self.needed)

    @property
    def association(self) -> Association:
        """The association, with all that is published."""
        return self.loaded.association

    @contextmanager
    def reading(self) -> Iterator[FolderPlace]:
        """Return the folder as it was when this place first read it."""
        yield self

    @contextmanager
    def writing(self) -> Iterator[FolderPlace]:
        """Write to the folder: each file is held against other commands while it is written."""
        yield self

    def expecting(self, months: Mapping[str, tuple[Published, ...]]) -> FolderPlace:
        """
        Return the same place, where these months, by label, count as they will be published.

        What is published together is judged together: a month beside those after it as they will
        be, not as they stand.
        """
        place, known = self.with_documents(self.documents), self.association
        after = replace(known, history={**known.history, **months})
        place.__dict__["loaded"] = replace(self.loaded, association=after)
        return place

    def with_documents(self, documents: Documents | None) -> FolderPlace:
        """Return the same place, which writes these documents with a publication."""
        place = FolderPlace(self.path, documents)
        place.__dict__["loaded"] = self.loaded
        return place

    def frame(
        self,
        month: date,
        dispositifs: Iterable[str] | None,
        now: datetime,
        *,
        until: date | None = None,
    ) -> Frame:
        """
        Return a month of some dispositifs (None: all), or all up to the month `until`.

        Raises `InvalidProblemError`: nobody is there, nothing is to be held, a dispositif is
        unknown, or a lock can't hold: who plans from files mends it there.
        """
        own = frozenset(dispositifs) if dispositifs else None
        frame = framed(self.association, month, own, now, until=until)
        if frame.idle:
            messages = "\n".join(f"  {idle.message}" for idle in frame.idle)
            known = self.association.appointment_of
            named = {
                "rendez_vous.csv" if template_of(idle.lock.slot) in known else "verrous.csv"
                for idle in frame.idle
            }
            files = " et ".join(sorted(named))
            raise InvalidProblemError(f"verrous impossibles à tenir (voir {files}) :\n{messages}")
        return frame

    def published(self, frame: Frame, *, otherwise: str = "") -> frozenset[Assignment]:
        """
        Return what is published of a month: nothing, where all of it was taken back.

        `otherwise`: what one may give instead, for the message of the error. Raises
        `InvalidProblemError`: nothing of its slots ever was.
        """
        if not frame.published and not any(map(self.association.taken_back, frame.months)):
            files = " ni ".join(f"historique/{month:%Y-%m}.csv" for month in frame.months)
            raise InvalidProblemError(
                f"le mois {frame.label} n’est pas publié : aucun fichier "
                f"{files} ne porte sur ses créneaux{otherwise}"
            )
        return frame.published

    def draft(self, month: date, dispositifs: Collection[str] = ()) -> Path | None:
        """
        Return the file that `rota generate` wrote for a month that isn't published yet.

        Return None if something of these dispositifs (none: all) is published, or if there is no
        such file.
        """
        label = f"{month:%Y-%m}"
        rows = self.association.history.get(label, ())
        if any(not dispositifs or row.worked.duty.dispositif in dispositifs for row in rows):
            return None
        path = written_at(OUTPUT, label)
        return path if path.is_file() else None

    def version(self, wanted: DraftVersion | Version, *, head: bool = False) -> Version:
        """Return the version unchanged: a folder keeps no drafts to look up."""
        del head
        if isinstance(wanted, DraftVersion):
            raise UnknownDraftError("un dossier ne garde pas de versions")
        return wanted

    def overtaken(self, version: Version, frame: Frame) -> PublishedMeanwhile:
        """Return nothing: a folder detects what others published only when it is written."""
        del version, frame
        return PublishedMeanwhile()

    def places_differ(self, month_change: MonthChange) -> bool:
        """Return false: a folder's slots are always those of its templates."""
        del month_change
        return False

    def stamp(self, frame: Frame) -> Stamp | None:
        """Return when the month was last published, where it is known."""
        rows = self.association.history.get(frame.label, ())
        known = [row.changed for row in rows if row.changed is not None]
        return Stamp(published=max(known)) if known else None

    def answer(self, answers: Mapping[Acknowledgement, str]) -> list[Path]:
        """
        Add acknowledgements of findings to `acquittements.csv`, and return its path for each.

        Raises `AcknowledgementError`: another command has added one meanwhile; `BadFilesError`:
        what the file holds can't be read, or it is a workbook.
        """
        path = acknowledge(self.path, *answers)
        if path is None:
            codes = ", ".join(f"« {answer.code} »" for answer in answers)
            raise AcknowledgementError(f"le constat {codes} est déjà acquitté")
        return [path] * len(answers)

    def publish(
        self,
        version: Version,
        month_change: MonthChange,
        *,
        origin: str = "publication",
        note: str = "",
    ) -> Path:
        """
        Publish a month with its documents, and return its file in `historique/`.

        Documents are all written before anything is published, and only then take their place: a
        disk that is full, or Ctrl+C, leaves neither. `origin` and `note` are the register's, which
        a folder has not. Raises `MovedError`: another command published the month since it was
        read; `HalfPublishedError`: it is published, and then its documents were refused their
        place.
        """
        del version, origin, note
        documents = self.documents
        if documents is None:
            with signals_held_back():
                return self._publish(month_change)
        with set_aside(documents.target) as aside:
            documents.fill(aside, documents.month.published_by(month_change))
            with signals_held_back():
                path = self._publish(month_change)
                documents.over()
                try:
                    put_in_place(aside, documents.target)
                except OSError as error:
                    raise HalfPublishedError(path) from error
        return path

    def _publish(self, month_change: MonthChange) -> Path:
        """Write the month's rows and the calendars' revisions, both or neither."""
        history = self.path / "historique"
        history.mkdir(exist_ok=True)
        path, people = history / f"{month_change.label}.csv", self.association.mediator_of
        with locked(history):
            there = read_month(path, people, Faults()) if path.exists() else ()
            if there != month_change.before:
                raise MovedError(f"le mois {month_change.label} a été publié entre-temps")
            kept = {revision.key: revision for revision in load_revisions(history, Faults())}
            kept |= {revision.key: revision for revision in month_change.revisions}
            gone = history / REMOVALS
            noted = load_removals(history, None, Faults())
            taken = carried_out(noted, {month_change.label: there})
            events = history / REVISIONS
            events.parent.mkdir(exist_ok=True)
            for file in (path, events, gone):
                sweep_beside(file)
            after = revision_cells(kept.values())
            # Killed before the last, it isn't published: what calendars show next is known, and
            # what was to be taken away, that is all; whoever publishes then finds it so.
            with (
                written_beside(path, COLUMNS, cells_in_order(month_change.after)) as put_month,
                written_beside(events, REVISION_COLUMNS, after) as put_events,
            ):
                # What a killed command left there is no removal, whatever changes of it from now.
                if month_change.removals or taken != noted:
                    write_removals(history, (*taken, *month_change.removals))
                put_events()
                put_month()
        return path


def write(documents: Documents) -> Path:
    """Write documents without publishing, all or none, and return their folder."""
    with set_aside(documents.target) as aside:
        documents.fill(aside, documents.month)
        put_in_place(aside, documents.target)
    return documents.target


def written_at(output: Path, label: str) -> Path:
    """Return where `rota generate` writes who holds what in a month, of these documents' folder."""
    return output / label / f"planning-{label}.csv"


def dispositifs_of(path: Path) -> tuple[str, ...]:
    """Return the dispositifs whose slots a rota's file lists, held or not."""
    column = "dispositif_id"
    lines = read(path, HEADER, frozenset(HEADER) - {column}, Faults())
    return tuple(sorted({line.cells[column] for line in lines if line.cells.get(column)}))
