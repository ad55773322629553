"""An account's kept files: read by a bounded process, remembered, answered about, erased."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Generic, TypeVar

from fastapi import Depends, Request
from sqlalchemy import Engine

from api.access.caller import Caller
from api.access.reach import HR, Reach
from api.access.request import TheEngine, TheSettings, Who
from api.controls import kept
from api.controls.agencies import known_to
from api.controls.answers import Answers, guides_of
from api.controls.kept import KeptFiles, Placed, SeenAudits, Wanted, placed_in
from api.controls.report import Pack, packed
from api.controls.workplace import saved, workplace
from api.database.engine import reading, writing
from api.export.formats import AuditFormat
from api.judging.foreign.case import FilesAudit
from api.judging.foreign.sources import Guides
from api.page.control.forms import AnswersForm, Typed, UploadForm, answered, without_wrong
from api.page.control.judged import Control, Judged, judged
from api.settings import Settings
from api.web.child_process import run_in_child
from api.web.refusing.problems import Fault, Refusal

Argument = TypeVar("Argument")
Result = TypeVar("Result")
Seen = TypeVar("Seen")
AS_THEY_ARE = "tel-quel"
"""The deed that goes on without what stays refused."""

ANSWERS_WRONG = "Rien n’a changé : des réponses sont à revoir."


@dataclass(frozen=True, kw_only=True)
class RefusedAnswers:
    """Answers that are not kept: the files as they are now, what was typed, and why."""

    files: KeptFiles
    typed: Typed
    why: Refusal

    def with_faults(self, faults: Sequence[Fault]) -> Refusal:
        """Return why, with what is wrong field by field."""
        self.why.errors = [*self.why.errors, *faults]
        return self.why


class AccountFiles(ABC, Generic[Seen]):
    """
    What an account does with its files, whatever they are read for.

    Whatever reads them raises `Refusal`: an answer names nobody, the files are no longer kept, or
    the work took too long or too much memory.
    """

    def __init__(self, who: Caller, engine: Engine, settings: Settings, seen: SeenAudits) -> None:
        self.who, self.engine, self.settings = who, engine, settings
        self._seen = seen

    @abstractmethod
    def _basis(self) -> Hashable:
        """Return what a reading depends on beside the files and their answers."""

    @abstractmethod
    def _read_again(self, files: KeptFiles, wanted: Wanted) -> Seen:
        """Read kept files with answers."""

    def files(self) -> KeptFiles | None:
        """Return the account's files (None: it has none)."""
        with reading(self.engine) as session:
            return kept.of(session, self.who.user, datetime.now(UTC))

    def files_named(self, token: str) -> KeptFiles | None:
        """Return the account's files if a form's token names them (None: others came since)."""
        files = self.files()
        return files if files is not None and files.token == token else None

    def seen(self, files: KeptFiles) -> Seen:
        """Return what the screen shows of files; read them if another process had done so."""
        seen: Seen | None = self._seen.of(files, self._basis())
        if seen is None:
            seen = self._remember(files, self._read_again(files, files.wanted))
        return seen

    def reply(self, token: str, form: AnswersForm, deed: str) -> RefusedAnswers | None:
        """
        Read files again with the answers of a form, which are kept if nobody answered meanwhile.

        Who goes on without what stays refused goes on without the answers that are wrong too.
        Return the answers if they are refused (None: they are kept). Refusal: the token names no
        files of the account's.
        """
        files = self._named(token)
        before, go_on = files.wanted.answers, deed == AS_THEY_ARE
        answers, typed = answered(form, before)
        if go_on and typed.faults:
            answers = without_wrong(answers, before)
        wanted = replace(files.wanted, answers=answers, go_on=go_on)
        why = Refusal(422, "requete_invalide", ANSWERS_WRONG)
        if go_on or not typed.faults:
            try:
                self._keep(files, wanted, self._read_again(files, wanted))
            except Refusal as refused:
                why = refused
            else:
                return None
        # What was answered meanwhile may be what refused these answers.
        return RefusedAnswers(files=self._named(token), typed=typed, why=why)

    def erase(self, token: str) -> None:
        """Erase the account's files, if the token names them."""
        with writing(self.engine) as session:
            files = kept.of(session, self.who.user, datetime.now(UTC))
            if files is not None and files.token == token:
                kept.forget(session, self.who.user)
                self._seen.forget(self.who.user)

    def _named(self, token: str) -> KeptFiles:
        files = self.files_named(token)
        if files is None:
            raise kept.gone()
        return files

    def _keep(self, files: KeptFiles, wanted: Wanted, seen: Seen) -> KeptFiles:
        """Keep what was answered about files, of which this is seen."""
        with writing(self.engine) as session:
            files = kept.answer(session, files, wanted, datetime.now(UTC))
        self._remember(files, seen)
        return files

    def _remember(self, files: KeptFiles, seen: Seen) -> Seen:
        self._seen.remember(files, self._basis(), seen)
        return seen

    def _placed(self, files: KeptFiles, folder: Path) -> Placed:
        with reading(self.engine) as session:
            return placed_in(session, files, folder)

    def _in_child(self, work: Callable[[Argument], Result], argument: Argument) -> Result:
        """Return `work(argument)`, within the bounds of what reads files."""
        settings = self.settings
        return run_in_child(
            work, argument, seconds=settings.audit_seconds, memory_mb=settings.audit_memory_mb
        )


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
