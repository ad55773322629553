"""Routes of the records and postings that the labour code asks for of a month. RH only."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated, Any
from zipfile import ZIP_DEFLATED, ZipFile

from fastapi import Path, Response
from pydantic import BaseModel, Field

from api.access.caller import Caller
from api.access.door import Router
from api.access.reach import HR, Reach
from api.access.request import NUMBERED, TheEngine, Who
from api.database.engine import reading
from api.export.month.edition import Edition
from api.export.registers.bundle import planned
from api.export.registers.records import Registers, registers
from api.hours.months.routes import BasisQuery
from api.hours.months.service import Basis, Month, month_of
from api.planning.fingerprint import fingerprint
from api.planning.names import names_of
from api.web.child_process import turn
from api.web.months import MonthPath
from api.web.problems import not_found, refusals
from scheduler.domain.time import PARIS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


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


@router.get("", dependencies=[NUMBERED], responses=refusals(404, 409))
def obligations(
    month: MonthPath, who: Who, engine: TheEngine, basis: BasisQuery = Basis.WORKED
) -> ObligationsOut:
    """Énumère les documents que le code du travail demande pour un mois publié."""
    made = _records(who, engine, month, basis)
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


@router.get("/documents.zip", response_class=Response, responses={**FILES, **refusals(404, 409)})
def everything(
    month: MonthPath, who: Who, engine: TheEngine, basis: BasisQuery = Basis.WORKED
) -> Response:
    """Donne tous les documents du mois, en un ZIP."""
    registers_ = _records(who, engine, month, basis).registers
    content = io.BytesIO()
    with turn(), ZipFile(content, "w", ZIP_DEFLATED) as zipped:
        for name, write in planned(registers_):
            zipped.writestr(name, write())
    return _file(content.getvalue(), f"obligations-{month}.zip", ZIP)


@router.get(
    "/documents/{name:path}",
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
    registers_ = _records(who, engine, month, basis).registers
    write: Callable[[], bytes] | None = dict(planned(registers_)).get(name)
    if write is None:
        raise not_found()
    with turn():
        content = write()
    bare = name.rpartition("/")[2]
    return _file(content, bare, MEDIA[bare.rpartition(".")[2]])


@dataclass(frozen=True, kw_only=True)
class _Records:
    """The records of a month, and what they were made from."""

    registers: Registers
    unconfirmed: int


def _records(who: Caller, engine: TheEngine, month: str, basis: Basis) -> _Records:
    """
    Gather the records of a published month: people's are of the hours worked, if so asked.

    Raises
    ------
    UnknownError
        The caller isn't RH of all agencies.
    ConflictError
        The month isn't published (409).
    """
    Reach(who, HR).check_everything()
    with reading(engine) as session:
        plan, done = month_of(session, month, Basis.PLAN), month_of(session, month, basis)
    registers_ = _registers(plan, month)
    if basis is Basis.WORKED:
        registers_ = replace(registers_, records=_registers(done, month).records)
    return _Records(registers=registers_, unconfirmed=done.unconfirmed)


def _registers(month: Month, label: str) -> Registers:
    rows = month.association.history[label]
    edition = Edition(
        version=fingerprint(month.rota),
        made=datetime.now(UTC).astimezone(PARIS).date(),
        published=_published(row.changed for row in rows),
    )
    return registers(month.rota, month.profile, names_of(month.association), edition)


def _published(instants: Iterable[datetime | None]) -> date | None:
    last = max((instant for instant in instants if instant is not None), default=None)
    return last and last.astimezone(PARIS).date()


def _file(content: bytes, name: str, media: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media, headers=headers)
