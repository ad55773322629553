"""Obligations: what must be recorded, posted and told for a month, as it was published. RH only."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any
from zipfile import ZIP_DEFLATED, ZipFile

from fastapi import APIRouter, Path, Response
from pydantic import BaseModel, Field

from api.access.caller import Caller, Role
from api.export.edition import Edition, fingerprint
from api.export.registers import Registers, registers
from api.export.registers_bundle import planned
from api.http.answer import Answer, answer
from api.http.bounded import turn
from api.http.deps import TheEngine, Who
from api.http.months import MonthPath, first_of
from api.http.problems import Refusal, not_found, refusals
from api.ledger.history import whole
from api.names import names_of
from api.planning import assemble
from api.profile import profile_for
from api.store.counters import DATA, LEDGER, number
from api.store.engine import reading
from scheduler.domain.rota import Rota
from scheduler.domain.time import PARIS, next_month

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sqlalchemy import Engine

    from api.association import Association

router = APIRouter(prefix="/api/v1/rh/obligations/{month}", tags=["RH"])
ALL = frozenset({Role.RH})
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
    """The documents of a month; `statement` says what they are worth, `doubts` are to confirm."""

    month: str
    statement: str
    people: int
    doubts: int
    documents: list[DocumentOut]


@router.get("", responses=refusals(404, 409))
def obligations(month: MonthPath, who: Who, engine: TheEngine) -> Answer[ObligationsOut]:
    """Énumère les documents que le code du travail demande pour un mois publié."""
    found, data, ledger = _found(who, engine, month)
    base = f"/api/v1/rh/obligations/{month}/documents"
    return answer(
        ObligationsOut(
            month=month,
            statement=found.statement,
            people=len(found.records),
            doubts=sum(len(record.reserves) for record in found.records),
            documents=[DocumentOut(name=name, url=f"{base}/{name}") for name, _ in planned(found)],
        ),
        data=data,
        ledger=ledger,
    )


@router.get("/documents.zip", response_class=Response, responses={**FILES, **refusals(404, 409)})
def everything(month: MonthPath, who: Who, engine: TheEngine) -> Response:
    """Donne tous les documents du mois, en un ZIP."""
    found, _, _ = _found(who, engine, month)
    content = io.BytesIO()
    with turn(), ZipFile(content, "w", ZIP_DEFLATED) as zipped:
        for name, write in planned(found):
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
) -> Response:
    """Donne un document du mois, sous le nom que la liste lui donne."""
    found, _, _ = _found(who, engine, month)
    write: Callable[[], bytes] | None = dict(planned(found)).get(name)
    if write is None:
        raise not_found()
    with turn():
        content = write()
    bare = name.rpartition("/")[2]
    return _file(content, bare, MEDIA[bare.rpartition(".")[2]])


def _found(who: Caller, engine: Engine, month: str) -> tuple[Registers, int, int]:
    """
    Gather the records of a published month.

    Raises
    ------
    Refusal
        The caller isn't RH of all agencies (404), or the month isn't published (409).
    """
    if not who.may(ALL):
        raise not_found()
    with reading(engine) as session:
        association = whole(session)
        data, ledger = number(session, DATA), number(session, LEDGER)
    return _registers(association, month), data, ledger


def _registers(association: Association, month: str) -> Registers:
    first = first_of(month)
    rows = association.history.get(month, ())
    problem = assemble(association, first, next_month(first) - timedelta(days=1)) if rows else None
    if problem is None or not problem.previous:
        raise Refusal(409, "mois_non_publie", f"Le mois {month} n’est pas publié.")
    rota = Rota(problem=problem, assignments=problem.previous)
    edition = Edition(
        version=fingerprint(rota),
        made=datetime.now(UTC).astimezone(PARIS).date(),
        published=_published(row.changed for row in rows),
    )
    return registers(rota, profile_for(association), names_of(association), edition)


def _published(instants: Iterable[datetime | None]) -> date | None:
    last = max((one for one in instants if one is not None), default=None)
    return last and last.astimezone(PARIS).date()


def _file(content: bytes, name: str, media: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media, headers=headers)
