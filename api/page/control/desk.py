"""An account's files made elsewhere: kept, judged by a bounded process, asked about, erased."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

from fastapi import Depends, Request

from api.access.reach import HR, Reach
from api.access.request import TheEngine, TheSettings, Who
from api.controls import kept
from api.controls.agencies import known_to
from api.controls.answers import Answers, guides_of
from api.controls.kept import KeptFiles, Placed, SeenAudits, Wanted, placed_in
from api.controls.report import Pack, packed
from api.controls.workplace import saved, workplace
from api.database.engine import reading, writing
from api.export.audit.formats import AuditFormat
from api.judging.foreign.case import FilesAudit
from api.judging.foreign.sources import Guides
from api.page.control.forms import UploadForm, answered
from api.page.control.judged import Control, Judged, judged
from api.web.child_process import run_in_child


class Desk:
    """
    What an account does with its files.

    Whatever judges raises `Refusal`: a legend or the names can't be read, the months asked for
    aren't there, the files are no longer kept, or the work took too long or too much memory.
    """

    def __init__(
        self, request: Request, who: Who, engine: TheEngine, settings: TheSettings
    ) -> None:
        self.who, self.engine, self.settings = who, engine, settings
        self.reach = Reach(who, HR)
        self._seen: SeenAudits = request.app.state.seen_audits

    def files(self) -> KeptFiles | None:
        """Return the account's files (None: it has none)."""
        with reading(self.engine) as session:
            return kept.of(session, self.who.user, datetime.now(UTC))

    def files_named(self, token: str) -> KeptFiles | None:
        """Return the account's files if a form's token names them (None: others came since)."""
        files = self.files()
        return files if files is not None and files.token == token else None

    def present(self) -> KeptFiles:
        """Return the account's files, or refuse: it has none."""
        files = self.files()
        if files is None:
            raise kept.gone()
        return files

    def seen(self, files: KeptFiles) -> Judged:
        """Return what the screen shows of files; judge them if another process had done so."""
        seen: Judged | None = self._seen.of(files, self.reach.agencies)
        if seen is None:
            seen = self._judged_again(files, files.wanted)
            self._seen.remember(files, self.reach.agencies, seen)
        return seen

    def receive(self, form: UploadForm) -> None:
        """Judge the files of a form and keep them; nothing is kept of what is refused."""
        with workplace() as folder:
            names = saved(form.names, folder / "noms")
            placed = Placed(
                files=saved(form.files, folder / "fichiers"),
                mapping=next(iter(saved(form.mapping, folder / "colonnes")), None),
            )
            wanted = Wanted(
                first=form.first,
                last=form.last,
                agreement=form.agreement,
                house=form.house,
                with_association=form.with_association,
                answers=answered(form.answers, Answers())[0],
            )
            seen = self._judged(
                Control(
                    audit=self._audit_of(wanted, placed),
                    folder=folder,
                    legends=saved(form.legends, folder / "legendes"),
                    names=next(iter(names), None),
                    answers=wanted.answers,
                    fresh=True,
                )
            )
            wanted = replace(wanted, answers=seen.answers)
            placed = replace(placed, legends=seen.legends)
            with writing(self.engine) as session:
                files = kept.keep(session, self.who.user, wanted, placed, datetime.now(UTC))
        self._seen.remember(files, self.reach.agencies, seen)

    def answer(self, files: KeptFiles, wanted: Wanted) -> None:
        """Judge kept files again, with answers that are kept too, if nobody answered meanwhile."""
        seen = self._judged_again(files, wanted)
        with writing(self.engine) as session:
            files = kept.answer(session, files, wanted, datetime.now(UTC))
        self._seen.remember(files, self.reach.agencies, seen)

    def documents(self, files: KeptFiles, format_: AuditFormat, person: str) -> bytes:
        """Return an archive of documents, of everybody or of one person."""
        with workplace() as folder:
            placed = self._placed(files, folder)
            audit = self._audit_of(files.wanted, placed)
            audit = replace(
                audit,
                guides=guides_of(files.wanted.answers, placed.legends, folder, audit.guides),
                people=(person,) if person else (),
            )
            pack = Pack(upload=audit, formats=(format_,), made=date.today())  # noqa: DTZ011 - civil
            return run_in_child(
                packed,
                pack,
                seconds=self.settings.audit_seconds,
                memory_mb=self.settings.audit_memory_mb,
            )

    def erase(self, token: str) -> None:
        """Erase the account's files, if the token names them."""
        with writing(self.engine) as session:
            files = kept.of(session, self.who.user, datetime.now(UTC))
            if files is not None and files.token == token:
                kept.forget(session, self.who.user)
                self._seen.forget(self.who.user)

    def _judged_again(self, files: KeptFiles, wanted: Wanted) -> Judged:
        with workplace() as folder:
            placed = self._placed(files, folder)
            return self._judged(
                Control(
                    audit=self._audit_of(wanted, placed),
                    folder=folder,
                    legends=placed.legends,
                    answers=wanted.answers,
                )
            )

    def _judged(self, control: Control) -> Judged:
        settings = self.settings
        return run_in_child(
            judged, control, seconds=settings.audit_seconds, memory_mb=settings.audit_memory_mb
        )

    def _placed(self, files: KeptFiles, folder: Path) -> Placed:
        with reading(self.engine) as session:
            return placed_in(session, files, folder)

    def _audit_of(self, wanted: Wanted, placed: Placed) -> FilesAudit:
        """Return the audit of files, with what the association knows of the account's people."""
        return FilesAudit(
            files=placed.files,
            first=wanted.first,
            last=wanted.last,
            agreement=wanted.agreement,
            house=wanted.house,
            go_on=wanted.go_on,
            guides=Guides(mapping=placed.mapping, month=wanted.first),
            association=known_to(self.who, self.engine) if wanted.with_association else None,
        )


TheDesk = Annotated[Desk, Depends()]
