"""Importer: try files of the association, or of a kind, see what would change, then import that."""

from collections.abc import Callable
from functools import partial
from typing import Annotated, Literal

from fastapi import Query, Request
from fastapi.responses import RedirectResponse, Response

from api.access.caller import Caller, Role
from api.access.reach import ADMINS, HR, Reach
from api.access.request import TheEngine, TheSettings, Who
from api.access.rights.rule import agency
from api.data.entering.editor import RowEditor
from api.data.entering.reader import to_write
from api.data.entering.sheet import MovedRowsError, SheetFile, SheetImport, Touched, import_sheet
from api.data.errors import BadFilesError
from api.data.rows.columns import Kind
from api.data.template import template
from api.month.errors import MovedDataError, MovedFilesError
from api.month.folder.service import Trial, import_files, try_files
from api.page.data.form import COMPANIONS
from api.page.data.pages import WRITERS, KindName
from api.page.data.saving import DONE, Watch, whole_number
from api.page.data.visit import title_of
from api.page.importing.view import (
    UNREAD,
    RefusedView,
    Sent,
    TheForm,
    block_of,
    blocks_of,
    carried,
    carried_file,
    holdings,
    others,
    refused,
    refused_view,
    summary,
    upload_of,
)
from api.settings import Settings
from api.shell.document import render
from api.shell.guides import Guide
from api.shell.screens import Screens
from api.web.answering.download import download
from api.web.clock import Now
from api.web.refusing.problems import Refusal

GUIDES = (
    Guide(
        address="/aide/importer",
        title="Importer",
        file="data/importing",
        screens=("/donnees/importer",),
        picture="Le formulaire d’import : choisir les fichiers, puis les essayer.",
    ),
)

HERE = "/donnees/importer"
router = Screens()


@router.get(HERE, may=agency(Role.ADMIN, Role.RH))
def import_page(
    request: Request,
    who: Who,
    settings: TheSettings,
    fait: Annotated[Literal["oui"] | None, Query()] = None,
) -> Response:
    """Show the form that sends files, and the links that give what is there."""
    Reach(who, HR | ADMINS).check_everything()
    return _page(request, who, settings, done=fait is not None)


@router.get(f"{HERE}/modele.xlsx", may=agency(Role.ADMIN, Role.RH))
def workbook(who: Who) -> Response:
    """Give the workbook of an association to fill in."""
    Reach(who, HR | ADMINS).check_everything()
    return download(template(), "association.xlsx")


@router.post(HERE, may=agency(Role.ADMIN, Role.RH))
def send(
    request: Request, who: Who, engine: TheEngine, settings: TheSettings, form: TheForm
) -> Response:
    """Say what the files would change, or import them if that was said; nothing in between."""
    Reach(who, HR | ADMINS).check_everything()
    moved = ""
    try:
        files, seen = upload_of(form)
        if seen is not None:
            try:
                import_files(engine, who, files, seen=seen)
            except (MovedFilesError, MovedDataError) as error:
                moved = str(error)
            else:
                return RedirectResponse(f"{HERE}?fait=oui", status_code=303)
        trial = try_files(engine, who, files)
    except (BadFilesError, Refusal) as error:
        status = error.status if isinstance(error, Refusal) else 422
        refused = refused_view(error)
        return _page(request, who, settings, status=status, refused=refused, moved=moved)
    return _page(request, who, settings, status=412 if moved else 200, trial=trial, moved=moved)


def _page(
    request: Request,
    who: Caller,
    settings: Settings,
    *,
    status: int = 200,
    done: bool = False,
    trial: Trial | None = None,
    refused: RefusedView | None = None,
    moved: str = "",
) -> Response:
    shown = {}
    if trial is not None:
        comparison = trial.comparison
        shown = {
            "blocks": blocks_of(comparison, who),
            "summary": summary(comparison.kinds),
            "holds": holdings(comparison.association),
            "others": list(others(comparison)),
            "archive": carried(trial.archive, settings),
        }
    return render(
        request,
        "importing/import.html",
        status=status,
        done=done,
        trial=trial,
        refused=refused,
        moved=moved,
        most=settings.request_mb,
        exports=Reach(who, HR).everything,
        **shown,
    )


ROWS_OF = "/donnees/{kind}/importer"
CONTENT, NAME, STATE = "contenu", "nom", "etat"
"""The fields of a file that waits in the page: its content, its name, the data of its trial."""

CHOOSE = "un fichier CSV, ou un classeur (.xlsx, .ods, .xls)"


@router.get(ROWS_OF, may=WRITERS)
def sheet_page(request: Request, kind: KindName, who: Who, settings: TheSettings) -> Response:
    """Ask for a file of rows."""
    return _rows_page(request, to_write(who, kind), settings)


@router.post(ROWS_OF, may=WRITERS)
def send_sheet(
    request: Request,
    kind: KindName,
    who: Who,
    engine: TheEngine,
    settings: TheSettings,
    *,
    form: TheForm,
    now: Now,
) -> Response:
    """Say what a file would change, or write it if that was said; nothing in between."""
    rows = to_write(who, kind)

    def watching(editor: RowEditor, touched: Touched) -> Callable[[], tuple[str, ...]]:
        return Watch(editor, now, touched).surprises

    bring = partial(import_sheet, engine, who, kind, watching=watching)
    moved = False
    try:
        file, state = _file_of(form)
        if state is not None:
            try:
                bring(file, dry_run=False, state_seen=state)
            except MovedRowsError:
                moved = True
            else:
                return RedirectResponse(f"/donnees/{kind}?{DONE}=importe", status_code=303)
        trial = bring(file, dry_run=True)
    except (BadFilesError, Refusal) as error:
        status = error.status if isinstance(error, Refusal) else 422
        return _rows_page(request, rows, settings, status=status, refused=refused_view(error))
    return _rows_page(
        request, rows, settings, status=412 if moved else 200, trial=trial, file=file, moved=moved
    )


def _file_of(form: Sent) -> tuple[SheetFile, int | None]:
    """Return the chosen file, or the one that the page carried with its trial's data number."""
    if form.fields is None:
        raise refused(UNREAD, CHOOSE)
    if len(form.files) > 1:
        raise refused("Un seul fichier à la fois.", CHOOSE)
    if form.files:
        file, state = form.files[0], None
    else:
        file = carried_file(form.fields.get(CONTENT), form.fields.get(NAME, ""), CHOOSE)
        state = whole_number(form.fields.get(STATE, ""))
    return SheetFile(name=file.name, content=file.content), state


def _rows_page(
    request: Request,
    kind: Kind,
    settings: Settings,
    *,
    status: int = 200,
    trial: SheetImport | None = None,
    file: SheetFile | None = None,
    refused: RefusedView | None = None,
    moved: bool = False,
) -> Response:
    return render(
        request,
        "importing/rows.html",
        status=status,
        kind=kind,
        title=title_of(kind),
        companion=title_of(COMPANIONS[kind.name].kind) if kind.name in COMPANIONS else "",
        trial=trial,
        block=None if trial is None else block_of(trial.difference),
        file=file,
        content="" if file is None else carried(file.content, settings),
        refused=refused,
        moved=moved,
        most=settings.request_mb,
    )
