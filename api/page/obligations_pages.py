"""Obligations: the documents that the labour code asks for of a published month."""

import io
from typing import Annotated
from zipfile import ZIP_DEFLATED, ZipFile

from fastapi import Query, Request
from fastapi.responses import Response

from api.access.caller import Role
from api.access.reach import HR, Reach
from api.access.request import TheEngine, Who
from api.access.rights.rule import agency
from api.database.engine import reading
from api.export.registers.bundle import planned
from api.hours.months.service import Basis
from api.ledger.history import whole
from api.obligations import records_of
from api.page.conformity.months import chosen
from api.shell.document import render
from api.shell.guides import Guide
from api.shell.screens import Screens
from api.web.answering.download import download
from api.web.child_process import turn
from api.web.clock import Now
from api.web.months import MonthQuery, OneMonth
from api.web.refusing.problems import not_found

GUIDES = (
    Guide(
        address="/aide/obligations",
        title="Obligations",
        file="rh/obligations",
        screens=("/rh/obligations", "/rh/obligations/document"),
        picture="Les documents obligatoires d’un mois, à télécharger un par un ou ensemble.",
    ),
)

router = Screens(prefix="/rh/obligations")
TITLES = {
    "": "Classeur des registres",
    "cse": "Consultation du CSE",
    "registre": "Registre des repos hebdomadaires",
    "affichage": "Horaires à afficher, par agence",
    "decompte": "Décomptes individuels",
    "astreintes": "Astreintes",
}
"""What documents are, by their folder."""

FEW = 4
"""Documents of a kind beyond which the list is folded."""


@router.get("", may=agency(Role.RH))
def obligations_page(
    request: Request,
    who: Who,
    engine: TheEngine,
    *,
    now: Now,
    month: OneMonth = "",
    basis: Basis = Basis.WORKED,
) -> Response:
    """List the documents of a month, by what they are."""
    Reach(who, HR).check_everything()
    with reading(engine) as session:
        choice = chosen(who, whole(session), now, month=month, agency="", basis=basis)
    records, groups = None, dict[str, list[str]]()
    if not choice.missing:
        records = records_of(who, engine, choice.month, basis)
        for name, _ in planned(records.registers):
            groups.setdefault(name.rpartition("/")[0], []).append(name)
    return render(
        request,
        "rh/obligations.html",
        choice=choice,
        records=records,
        groups=groups,
        titles=TITLES,
        few=FEW,
    )


@router.get("/documents.zip", may=agency(Role.RH))
def all_documents(
    who: Who, engine: TheEngine, month: MonthQuery, basis: Basis = Basis.WORKED
) -> Response:
    """Give all documents of the month, as a ZIP."""
    registers = records_of(who, engine, month, basis).registers
    content = io.BytesIO()
    with turn(), ZipFile(content, "w", ZIP_DEFLATED) as zipped:
        for name, write in planned(registers):
            zipped.writestr(name, write())
    return download(content.getvalue(), f"obligations-{month}.zip")


@router.get("/document", may=agency(Role.RH))
def document(
    who: Who,
    engine: TheEngine,
    month: MonthQuery,
    nom: Annotated[str, Query(max_length=300)],
    basis: Basis = Basis.WORKED,
) -> Response:
    """Give a document of the month, under the name that the list gives it."""
    write = dict(planned(records_of(who, engine, month, basis).registers)).get(nom)
    if write is None:
        raise not_found()
    with turn():
        content = write()
    return download(content, nom.rpartition("/")[2])
