"""Routes that take the association in or out as a ZIP."""

from dataclasses import dataclass
from pathlib import Path as FilePath
from tempfile import TemporaryDirectory
from typing import Annotated

from fastapi import Body, Query, Response
from pydantic import BaseModel, Field

from api.access.caller import Role, ServiceScope
from api.access.door import Router
from api.access.reach import HR, Reach
from api.access.request import TheEngine, Who, bad_state
from api.access.rights.rule import agency
from api.data.association import Association
from api.database.errors import NotEmptyError
from api.month.folder.archives import SentFile, zipped
from api.month.folder.importing import Changes, export_folder
from api.month.folder.service import Imported, Trial, import_files, try_files
from api.web.answering.download import MEDIA, download
from api.web.child_process import turn
from api.web.refusing.problems import refusals

router = Router(
    prefix="/api/v1/rh",
    tags=["RH"],
    caller="la reprise des données d’un autre outil",
    service=ServiceScope.DATA,
)
ZIP = MEDIA["zip"]


@dataclass(frozen=True, kw_only=True)
class KindChanges(Changes):
    """The changes of the rows of a kind."""

    kind: Annotated[str, Field(examples=["personnes"])]


class ImportOut(BaseModel):
    """
    What an import wrote, or would have (`dry_run`); `ignored`: files that aren't ours.

    `changes`: of a dry run, the kinds of rows that wouldn't stay as they are.
    """

    written: bool
    people: int
    dispositifs: int
    templates: int
    months: list[str] = Field(examples=[["2026-09", "2026-10"]])
    ignored: list[str] = Field(examples=[["LISEZMOI.txt"]])
    remarks: list[str] = Field(
        examples=[["personnes.csv : lu en Windows-1252, et non en UTF-8 : vérifiez les accents"]],
        description="Comment des fichiers ont été lus, là où cela peut surprendre.",
    )
    changes: list[KindChanges] = Field(
        default=[],
        description="À l’essai : les lignes ajoutées, changées, supprimées, par sorte.",
    )


@router.post("/imports", may=agency(Role.ADMIN, Role.RH), responses=refusals(404, 409, 413))
def bring(
    content: Annotated[
        bytes,
        Body(media_type=ZIP, description="Le dossier de l’association en ZIP : CSV, XLSX, ODS."),
    ],
    who: Who,
    engine: TheEngine,
    *,
    dry_run: Annotated[bool, Query(description="Contrôler sans rien écrire.")] = False,
    replace: Annotated[
        bool, Query(description="Remplacer les données présentes ; le registre, lui, demeure.")
    ] = False,
) -> ImportOut:
    """Reçoit un dossier d’association : tout, ou rien, et les fautes avec leur place."""
    files = [SentFile(name="association.zip", content=content)]
    try:
        if not dry_run:
            done = import_files(engine, who, files, replace=replace)
            return _answer(done.association, done, written=True)
        trial = try_files(engine, who, files, replace=replace)
    except NotEmptyError:
        raise bad_state(
            "association_presente",
            "Une association est déjà là : demandez replace=true pour la remplacer.",
        ) from None
    answer = _answer(trial.comparison.association, trial, written=False)
    answer.changes = [
        KindChanges(
            kind=difference.kind.name,
            added=len(difference.added),
            changed=len(difference.changed),
            removed=len(difference.removed),
        )
        for difference in trial.comparison.kinds
        if difference.count
    ]
    return answer


def _answer(association: Association, source: Trial | Imported, *, written: bool) -> ImportOut:
    return ImportOut(
        written=written,
        people=len(association.mediators),
        dispositifs=len(association.dispositifs),
        templates=len(association.templates),
        months=sorted(association.history),
        ignored=list(source.ignored),
        remarks=list(source.remarks),
    )


@router.get(
    "/exports/association.zip",
    may=agency(Role.RH),
    service=ServiceScope.DATA,
    response_class=Response,
    responses={200: {"content": {ZIP: {}}, "description": "Le dossier"}, **refusals(404)},
)
def take(who: Who, engine: TheEngine) -> Response:
    """Donne toute l’association, motifs d’absence compris, en ZIP de ses fichiers."""
    Reach(who, HR).check_everything()
    with turn(), TemporaryDirectory(prefix="export-") as place:
        folder = FilePath(place) / "association"
        export_folder(engine, folder)
        content = zipped(folder)
    return download(content, "association.zip")
