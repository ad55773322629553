"""Importer des lignes: try a file of one kind, see what it changes, then write just that."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from api.access.door import Router
from api.access.request import TheEngine, TheSettings, Who
from api.data.entering.editor import RowEditor
from api.data.entering.reader import to_write
from api.data.entering.sheet import MovedRowsError, SheetFile, SheetImport, Touched, import_sheet
from api.data.errors import BadFilesError
from api.data.rows.columns import Kind
from api.page.data.form import COMPANIONS
from api.page.data.pages import WRITERS, KindName
from api.page.data.saving import Watch
from api.page.data.typed import DONE, whole_number
from api.page.data.words import title_of
from api.page.importing.upload import UNREAD, Sent, TheForm, carried, carried_file, refused
from api.page.importing.view import RefusedView, block_of, refused_view
from api.settings import Settings
from api.shell.document import render
from api.web.clock import Now
from api.web.problems import Refusal

ROWS_OF = "/donnees/{kind}/importer"
router = Router(prefix=ROWS_OF, include_in_schema=False)
CONTENT, NAME, STATE = "contenu", "nom", "etat"
"""The fields of a file that waits in the page: its content, its name, the data of its trial."""

CHOOSE = "un fichier CSV, ou un classeur (.xlsx, .ods, .xls)"


@router.get("", may=WRITERS)
def sheet_page(request: Request, kind: KindName, who: Who, settings: TheSettings) -> Response:
    """Ask for a file of rows."""
    return _page(request, to_write(who, kind), settings)


@router.post("", may=WRITERS)
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
        return _page(request, rows, settings, status=status, refused=refused_view(error))
    return _page(
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


def _page(
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
