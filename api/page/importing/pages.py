"""Importer: try files as the whole association, see what would change, then import just that."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Query, Request
from fastapi.responses import RedirectResponse, Response

from api.access.caller import Caller, Role
from api.access.door import Router
from api.access.reach import ADMINS, HR, Reach
from api.access.request import TheEngine, TheSettings, Who
from api.access.rights.rule import agency
from api.data.errors import BadFilesError
from api.data.template import template
from api.month.errors import MovedDataError, MovedFilesError
from api.month.folder.service import Trial, import_files, try_files
from api.page.importing.upload import TheForm, carried, upload_of
from api.page.importing.view import RefusedView, blocks_of, holdings, others, refused_view, summary
from api.settings import Settings
from api.shell.document import render
from api.shell.guides import Guide
from api.web.download import download
from api.web.problems import Refusal

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
router = Router(prefix=HERE, include_in_schema=False)


@router.get("", may=agency(Role.ADMIN, Role.RH))
def import_page(
    request: Request,
    who: Who,
    settings: TheSettings,
    fait: Annotated[Literal["oui"] | None, Query()] = None,
) -> Response:
    """Show the form that sends files, and the links that give what is there."""
    Reach(who, HR | ADMINS).check_everything()
    return _page(request, who, settings, done=fait is not None)


@router.get("/modele.xlsx", may=agency(Role.ADMIN, Role.RH))
def workbook(who: Who) -> Response:
    """Give the workbook of an association to fill in."""
    Reach(who, HR | ADMINS).check_everything()
    return download(template(), "association.xlsx")


@router.post("", may=agency(Role.ADMIN, Role.RH))
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
