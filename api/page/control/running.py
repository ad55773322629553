"""Have files judged by a bounded process: those just received, or those kept, with answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from api.controls.agencies import known_to
from api.controls.answers import Answers, guides_of
from api.controls.kept import Placed, Wanted, keep, placed_in
from api.controls.kept import answer as keep_answer
from api.controls.report import Pack, packed
from api.controls.workplace import saved, workplace
from api.database.engine import reading, writing
from api.judging.foreign.audit import FilesAudit
from api.judging.foreign.sources import Guides
from api.page.control.forms import answered
from api.page.control.judged import Control, Judged, judged
from api.web.child_process import run_in_child

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine

    from api.access.caller import Caller
    from api.controls.kept import KeptFiles
    from api.export.audit.formats import AuditFormat
    from api.page.control.forms import UploadForm
    from api.settings import Settings


def received(
    form: UploadForm, who: Caller, engine: Engine, settings: Settings
) -> tuple[KeptFiles, Judged]:
    """
    Judge the files of a form and keep them; nothing is kept of what is refused.

    It raises `Refusal`: a legend or the names can't be read, the months asked for aren't there, or
    the work took too long or too much memory.
    """
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
        control = Control(
            audit=_audit_of(wanted, placed, who, engine),
            folder=folder,
            legends=saved(form.legends, folder / "legendes"),
            names=next(iter(names), None),
            answers=wanted.answers,
            fresh=True,
        )
        seen = _judge(control, settings)
        wanted, placed = (
            replace(wanted, answers=seen.answers),
            replace(placed, legends=seen.legends),
        )
        with writing(engine) as session:
            return keep(session, who.user, wanted, placed, datetime.now(UTC)), seen


def judged_again(
    files: KeptFiles, wanted: Wanted, who: Caller, engine: Engine, settings: Settings
) -> Judged:
    """Judge kept files as it is wanted; see `received` for what it raises, if they are kept."""
    with workplace() as folder:
        placed = _place(files, folder, engine)
        control = Control(
            audit=_audit_of(wanted, placed, who, engine),
            folder=folder,
            legends=placed.legends,
            answers=wanted.answers,
        )
        return _judge(control, settings)


def rerun(
    files: KeptFiles, wanted: Wanted, who: Caller, engine: Engine, settings: Settings
) -> tuple[KeptFiles, Judged]:
    """
    Judge kept files again, with answers that are kept too.

    It raises `Refusal`: see `received`; or they are no longer kept, or were answered about
    meanwhile.
    """
    seen = judged_again(files, wanted, who, engine, settings)
    with writing(engine) as session:
        return keep_answer(session, files, wanted, datetime.now(UTC)), seen


def documents_of(
    files: KeptFiles,
    who: Caller,
    engine: Engine,
    settings: Settings,
    *,
    format_: AuditFormat,
    person: str = "",
) -> bytes:
    """Return an archive of documents, of everybody or of one person; see `judged_again`."""
    with workplace() as folder:
        placed = _place(files, folder, engine)
        audit = _audit_of(files.wanted, placed, who, engine)
        audit = replace(
            audit,
            guides=guides_of(files.wanted.answers, placed.legends, folder, audit.guides),
            people=(person,) if person else (),
        )
        pack = Pack(upload=audit, formats=(format_,), made=date.today())  # noqa: DTZ011 - civil
        return run_in_child(
            packed, pack, seconds=settings.audit_seconds, memory_mb=settings.audit_memory_mb
        )


def _place(files: KeptFiles, folder: Path, engine: Engine) -> Placed:
    with reading(engine) as session:
        return placed_in(session, files, folder)


def _audit_of(wanted: Wanted, placed: Placed, who: Caller, engine: Engine) -> FilesAudit:
    """Return the audit of files, with what the association knows of the caller's people."""
    return FilesAudit(
        files=placed.files,
        first=wanted.first,
        last=wanted.last,
        agreement=wanted.agreement,
        house=wanted.house,
        go_on=wanted.go_on,
        guides=Guides(mapping=placed.mapping, month=wanted.first),
        association=known_to(who, engine) if wanted.with_association else None,
    )


def _judge(control: Control, settings: Settings) -> Judged:
    return run_in_child(
        judged, control, seconds=settings.audit_seconds, memory_mb=settings.audit_memory_mb
    )
