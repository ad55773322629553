"""An account's files made elsewhere: judged by a bounded process, and given as documents."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Annotated

from fastapi import Depends, Request

from api.access.reach import HR, Reach
from api.access.request import TheEngine, TheSettings, Who
from api.controls import kept
from api.controls.agencies import known_to
from api.controls.answers import Answers, guides_of
from api.controls.kept import KeptFiles, Placed, Wanted
from api.controls.report import Pack, packed
from api.controls.workplace import saved, workplace
from api.database.engine import writing
from api.export.audit.formats import AuditFormat
from api.judging.foreign.case import FilesAudit
from api.judging.foreign.sources import Guides
from api.page.control.files import AccountFiles
from api.page.control.forms import UploadForm, answered
from api.page.control.judged import Control, Judged, judged


class Desk(AccountFiles[Judged]):
    """
    What an account that audits does with its files.

    Whatever judges raises `Refusal` also where a legend or the names can't be read, or the months
    asked for aren't there.
    """

    def __init__(
        self, request: Request, who: Who, engine: TheEngine, settings: TheSettings
    ) -> None:
        super().__init__(who, engine, settings, request.app.state.seen_audits)
        self.reach = Reach(who, HR)

    def present(self) -> KeptFiles:
        """Return the account's files, or refuse: it has none."""
        files = self.files()
        if files is None:
            raise kept.gone()
        return files

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
            seen = self._in_child(
                judged,
                Control(
                    audit=self._audit_of(wanted, placed),
                    folder=folder,
                    legends=saved(form.legends, folder / "legendes"),
                    names=next(iter(names), None),
                    answers=wanted.answers,
                    fresh=True,
                ),
            )
            wanted = replace(wanted, answers=seen.answers)
            placed = replace(placed, legends=seen.legends)
            with writing(self.engine) as session:
                files = kept.keep(session, self.who.user, wanted, placed, datetime.now(UTC))
        self._remember(files, seen)

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
            return self._in_child(packed, pack)

    def _basis(self) -> frozenset[str] | None:
        return self.reach.agencies

    def _read_again(self, files: KeptFiles, wanted: Wanted) -> Judged:
        with workplace() as folder:
            placed = self._placed(files, folder)
            return self._in_child(
                judged,
                Control(
                    audit=self._audit_of(wanted, placed),
                    folder=folder,
                    legends=placed.legends,
                    answers=wanted.answers,
                ),
            )

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
