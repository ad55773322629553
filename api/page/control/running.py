"""Have files judged by a bounded process: those just received, or those kept, with answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from api.controls.agencies import known_to
from api.controls.answers import Answers, guides_of
from api.controls.kept import KeptFiles, erase
from api.controls.received import saved
from api.controls.report import Pack, packed
from api.judging.foreign.audit import FilesAudit
from api.judging.foreign.sources import Guides
from api.page.control.answering import answered
from api.page.control.judged import Control, Judged, judged
from api.web.child_process import run_in_child

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from api.access.caller import Caller
    from api.controls.kept import Controls
    from api.export.audit.formats import AuditFormat
    from api.page.control.upload import UploadForm
    from api.settings import Settings


def received(
    form: UploadForm, controls: Controls, who: Caller, engine: Engine, settings: Settings
) -> KeptFiles:
    """
    Write the files of a form to a folder and judge them; nothing is left of what is refused.

    Raises
    ------
    Refusal
        A legend or the names can't be read, the months asked for aren't there, or the work took
        too long or too much memory.
    """
    token, folder = controls.folder()
    try:
        names = saved(form.names, folder / "noms")
        mapping = saved(form.mapping, folder / "colonnes")
        files = KeptFiles(
            token=token,
            folder=folder,
            audit=FilesAudit(
                files=saved(form.files, folder / "fichiers"),
                first=form.first,
                last=form.last,
                agreement=form.agreement,
                house=form.house,
                guides=Guides(mapping=mapping[0] if mapping else None, month=form.first),
            ),
            with_association=form.with_association,
        )
        control = Control(
            audit=associated(files, who, engine),
            folder=folder,
            legends=saved(form.legends, folder / "legendes"),
            names=names[0] if names else None,
            answers=answered(form.answers, Answers())[0],
            fresh=True,
        )
        _take(files, _judged(control, settings))
    except BaseException:
        erase(folder)
        raise
    return files


def rerun(
    files: KeptFiles,
    answers: Answers,
    who: Caller,
    engine: Engine,
    settings: Settings,
    *,
    go_on: bool,
) -> None:
    """Judge kept files again; see `received` for what it raises."""
    audit = replace(associated(files, who, engine), go_on=go_on)
    control = Control(audit=audit, folder=files.folder, legends=files.legends, answers=answers)
    with files.working():
        _take(files, _judged(control, settings))
        files.go_on = go_on


def documents_of(
    files: KeptFiles,
    who: Caller,
    engine: Engine,
    settings: Settings,
    *,
    format_: AuditFormat,
    person: str = "",
) -> bytes:
    """Return an archive of documents, of everybody or of one person; see `received`."""
    with files.working():
        audit = replace(
            associated(files, who, engine),
            guides=guides_of(files.answers, files.legends, files.folder, files.audit.guides),
            people=(person,) if person else (),
        )
        pack = Pack(upload=audit, formats=(format_,), made=date.today())  # noqa: DTZ011 - civil
        return run_in_child(
            packed, pack, seconds=settings.audit_seconds, memory_mb=settings.audit_memory_mb
        )


def associated(files: KeptFiles, who: Caller, engine: Engine) -> FilesAudit:
    """Return the audit of kept files, with what the association knows of the caller's people."""
    association = known_to(who, engine) if files.with_association else None
    return replace(files.audit, association=association, go_on=files.go_on)


def _judged(control: Control, settings: Settings) -> Judged:
    return run_in_child(
        judged, control, seconds=settings.audit_seconds, memory_mb=settings.audit_memory_mb
    )


def _take(files: KeptFiles, seen: Judged) -> None:
    files.answers, files.legends, files.seen = seen.answers, seen.legends, seen
