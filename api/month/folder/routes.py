"""Routes that take the association in or out as a ZIP, and the calendars of its cohorts."""

from __future__ import annotations

from functools import partial
from pathlib import Path as FilePath
from tempfile import TemporaryDirectory
from typing import Annotated

from fastapi import Body, Header, Path, Query, Response
from pydantic import BaseModel, Field

from api.access.caller import Role
from api.access.door import Router
from api.access.journal import note
from api.access.reach import ADMINS, HR, Reach
from api.access.request import IfMatch, Reading, TheEngine, Who, Writing, bad_state
from api.access.rights.rule import agency
from api.data.errors import BadFilesError
from api.data.sheets.apart import read_apart
from api.data.stored.attachments import attach, attachments, content_of, detach
from api.data.stored.refusals import RefusedRowsError
from api.database.errors import NotEmptyError, NotThereError
from api.month.folder.exporting import export_folder
from api.month.folder.importing import compare_folder, import_folder
from api.month.folder.service import import_turn
from api.month.folder.unzipping import unpack
from api.month.folder.zipping import zipped
from api.web.answer import Items
from api.web.child_process import turn
from api.web.problems import Fault, Refusal, gone_ahead, needs_match, not_found, refusals
from calendars.training.ical import from_ical
from scheduler.errors import InvalidProblemError

router = Router(prefix="/api/v1/rh", tags=["RH"])
ZIP, ICS = "application/zip", "text/calendar"
Name = Annotated[
    str,
    Path(
        pattern=r"^[\w][\w .-]{0,110}\.ics$",
        max_length=120,
        examples=["cfa-2026.ics"],
        description="Nom du fichier, qui finit par .ics.",
    ),
]


class ChangesOut(BaseModel):
    """How many rows of a kind an import adds, changes and removes."""

    kind: str = Field(examples=["personnes"])
    added: int
    changed: int
    removed: int


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
    changes: list[ChangesOut] = Field(
        default=[],
        description="À l’essai : les lignes ajoutées, changées, supprimées, par sorte.",
    )


class CalendarOut(BaseModel):
    """A training centre's calendar, and the cohorts whose dates it gives."""

    name: str
    size: int
    digest: str
    cohorts: list[str]


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
    Reach(who, HR | ADMINS).check_everything()
    with import_turn() as folder:
        ignored = read_apart(partial(unpack, folder=folder), content, "envoi")
        remarks = list[str]()
        changes: list[ChangesOut] = []
        try:
            if dry_run:
                would = compare_folder(engine, folder, replace=replace, tell=remarks.append)
                association = would.association
                changes = [
                    ChangesOut(
                        kind=difference.kind.name,
                        added=len(difference.added),
                        changed=len(difference.changed),
                        removed=len(difference.removed),
                    )
                    for difference in would.kinds
                    if difference.count
                ]
            else:
                association = import_folder(
                    engine, who, folder, replace=replace, tell=remarks.append
                )
        except NotEmptyError:
            raise bad_state(
                "association_presente",
                "Une association est déjà là : demandez replace=true pour la remplacer.",
            ) from None
    return ImportOut(
        written=not dry_run,
        people=len(association.mediators),
        dispositifs=len(association.dispositifs),
        templates=len(association.templates),
        months=sorted(association.history),
        ignored=ignored,
        remarks=remarks,
        changes=changes,
    )


@router.get(
    "/exports/association.zip",
    may=agency(Role.RH),
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
    headers = {"Content-Disposition": 'attachment; filename="association.zip"'}
    return Response(content, media_type=ZIP, headers=headers)


@router.get("/calendriers", may=agency(Role.RH), responses=refusals(404))
def calendars(who: Who, session: Reading) -> Items[CalendarOut]:
    """Énumère les calendriers des centres de formation, et les promotions qui les suivent."""
    Reach(who, HR).check_everything()
    shown = [
        CalendarOut(
            name=attachment.name,
            size=attachment.size,
            digest=attachment.digest,
            cohorts=sorted(attachment.cohorts),
        )
        for attachment in attachments(session)
    ]
    return Items(items=shown)


@router.get(
    "/calendriers/{name}",
    may=agency(Role.RH),
    response_class=Response,
    responses={200: {"content": {ICS: {}}, "description": "Le calendrier"}, **refusals(404)},
)
def calendar(name: Name, who: Who, session: Reading) -> Response:
    """Donne un calendrier de centre de formation, et son ETag."""
    Reach(who, HR).check_everything()
    try:
        row = content_of(session, name)
    except NotThereError:
        raise not_found() from None
    return Response(row.content, media_type=ICS, headers={"ETag": f'"{row.digest}"'})


@router.put("/calendriers/{name}", may=agency(Role.RH), responses=refusals(404, 409, 412, 413, 428))
def keep(
    *,
    name: Name,
    content: Annotated[
        bytes, Body(media_type=ICS, description="Le calendrier (.ics) du centre de formation.")
    ],
    who: Who,
    session: Writing,
    response: Response,
    match: Annotated[str | None, Header(alias="If-Match", max_length=400)] = None,
) -> CalendarOut:
    """Dépose le calendrier d’un centre de formation ; If-Match s’il en remplace un."""
    Reach(who, HR).check_everything()
    _readable(name, content)
    before = {other.name: other.digest for other in attachments(session)}.get(name)
    if before is not None:
        _check_match(before, match)
    try:
        digest = attach(session, name, content)
    except RefusedRowsError as error:
        raise _refused(error) from None
    note(session, who, "déposer" if before is None else "remplacer", "calendriers", name)
    response.headers["ETag"] = f'"{digest}"'
    (attachment,) = (other for other in attachments(session) if other.name == name)
    return CalendarOut(
        name=name, size=len(content), digest=digest, cohorts=sorted(attachment.cohorts)
    )


@router.delete(
    "/calendriers/{name}",
    may=agency(Role.RH),
    status_code=204,
    responses=refusals(404, 409, 412, 428),
)
def drop(name: Name, who: Who, session: Writing, match: IfMatch) -> None:
    """Retire un calendrier qu’aucune promotion ne suit."""
    Reach(who, HR).check_everything()
    try:
        _check_match(content_of(session, name).digest, match)
        detach(session, name)
    except NotThereError:
        raise not_found() from None
    except RefusedRowsError as error:
        raise _refused(error) from None
    note(session, who, "supprimer", "calendriers", name)


def _check_match(digest: str, match: str | None) -> None:
    """Refuse an edit whose `If-Match` isn't the folder's digest."""
    if match is None:
        raise needs_match()
    yours = match.strip().removeprefix("W/").strip('"')
    if yours != digest:
        raise gone_ahead(digest, yours)


def _readable(name: str, content: bytes) -> None:
    try:
        read_apart(partial(from_ical, id=name), content, name)
    except (InvalidProblemError, BadFilesError) as error:
        fault = Fault(field="body", expected=f"un calendrier de formation ({error})")
        raise Refusal(
            422, "calendrier_refuse", "Le calendrier est refusé.", errors=[fault]
        ) from None


def _refused(error: RefusedRowsError) -> Refusal:
    faults = [
        Fault(
            field=f"{fault.kind}/{fault.key}.{fault.field}",
            received=fault.received,
            expected=fault.expected,
        )
        for fault in error.faults
    ]
    return Refusal(409, "calendrier_suivi", "Une promotion suit ce calendrier.", errors=faults)
