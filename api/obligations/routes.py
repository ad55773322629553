"""Routes of the records and postings that the labour code asks for of a month. RH only."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Annotated, Any
from zipfile import ZIP_DEFLATED, ZipFile

from fastapi import Path, Response
from pydantic import BaseModel, Field

from api.access.caller import Role
from api.access.door import Router
from api.access.request import NUMBERED, TheEngine, Who
from api.access.rights.rule import agency
from api.export.registers.bundle import planned
from api.hours.months.service import Basis, BasisQuery
from api.obligations.service import records_of
from api.web.child_process import turn
from api.web.months import MonthPath
from api.web.problems import not_found, refusals

if TYPE_CHECKING:
    from collections.abc import Callable


router = Router(prefix="/api/v1/rh/obligations/{month}", tags=["RH"])
MEDIA = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
ZIP = "application/zip"
FILES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "Le document",
        "content": {media: {} for media in (*MEDIA.values(), ZIP)},
    }
}


class DocumentOut(BaseModel):
    """A document: where it is had from."""

    name: str = Field(examples=["registre/repos-hebdomadaires-2026-03.pdf"])
    url: str


class ObligationsOut(BaseModel):
    """
    The documents of a month; `statement` says what they are worth, `doubts` are to confirm.

    `unconfirmed`: hours entered that nobody has confirmed.
    """

    month: str
    basis: Basis
    unconfirmed: int
    statement: str
    people: int
    doubts: int
    documents: list[DocumentOut]


@router.get("", may=agency(Role.RH), dependencies=[NUMBERED], responses=refusals(404, 409))
def obligations(
    month: MonthPath, who: Who, engine: TheEngine, basis: BasisQuery = Basis.WORKED
) -> ObligationsOut:
    """Énumère les documents que le code du travail demande pour un mois publié."""
    made = records_of(who, engine, month, basis)
    registers_ = made.registers
    base = f"/api/v1/rh/obligations/{month}/documents"
    return ObligationsOut(
        month=month,
        basis=basis,
        unconfirmed=made.unconfirmed,
        statement=registers_.statement,
        people=len(registers_.records),
        doubts=sum(len(record.reserves) for record in registers_.records),
        documents=[
            DocumentOut(name=name, url=f"{base}/{name}?basis={basis.value}")
            for name, _ in planned(registers_)
        ],
    )


@router.get(
    "/documents.zip",
    may=agency(Role.RH),
    response_class=Response,
    responses={**FILES, **refusals(404, 409)},
)
def everything(
    month: MonthPath, who: Who, engine: TheEngine, basis: BasisQuery = Basis.WORKED
) -> Response:
    """Donne tous les documents du mois, en un ZIP."""
    registers_ = records_of(who, engine, month, basis).registers
    content = io.BytesIO()
    with turn(), ZipFile(content, "w", ZIP_DEFLATED) as zipped:
        for name, write in planned(registers_):
            zipped.writestr(name, write())
    return _file(content.getvalue(), f"obligations-{month}.zip", ZIP)


@router.get(
    "/documents/{name:path}",
    may=agency(Role.RH),
    response_class=Response,
    responses={**FILES, **refusals(404, 409)},
)
def document(
    month: MonthPath,
    name: Annotated[str, Path(max_length=300, examples=["registres-2026-03.xlsx"])],
    who: Who,
    engine: TheEngine,
    basis: BasisQuery = Basis.WORKED,
) -> Response:
    """Donne un document du mois, sous le nom que la liste lui donne."""
    registers_ = records_of(who, engine, month, basis).registers
    write: Callable[[], bytes] | None = dict(planned(registers_)).get(name)
    if write is None:
        raise not_found()
    with turn():
        content = write()
    bare = name.rpartition("/")[2]
    return _file(content, bare, MEDIA[bare.rpartition(".")[2]])


def _file(content: bytes, name: str, media: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media, headers=headers)
