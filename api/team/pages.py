"""Équipe: everybody in one table; people typed as in a spreadsheet, or pasted from one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import Query
from fastapi.responses import RedirectResponse, Response

from api.access.caller import Role
from api.access.door import Router
from api.access.reach import ADMINS, Reach
from api.access.request import Reading
from api.access.rights.rule import role
from api.asking.visit import Visiting
from api.database.engine import reading
from api.french.plural import plural
from api.page.data.form import problem_of
from api.page.data.saving import MOST, Done, Readable, Typed, first, whole_number
from api.page.data.visit import Visit
from api.shell.document import render
from api.shell.guides import Guide
from api.shell.menu import Entry
from api.team.adding import FIVE, LINES, PeopleForm, add_people, typed_lines
from api.team.lines import EMAIL, PERSON, TITLES, tidied
from api.team.pasting import CHOICES, MOST_LINES, TEXT, Pasted, lines_of, pasted
from api.team.service import team_of
from api.web.problems import Refusal
from scheduler.domain.time import PARIS

ENTRY = Entry(
    rank=11,
    address="/equipe",
    title="Équipe",
    roles=frozenset({Role.RESPONSABLE, Role.RH}),
    icon="users-round",
)
GUIDES = (
    Guide(
        address="/aide/equipe",
        title="Équipe",
        file="data/team",
        screens=("/equipe", "/equipe/ajouter", "/equipe/coller"),
    ),
)

TEAM = role(Role.RESPONSABLE, Role.RH)
router = Router(prefix="/equipe", include_in_schema=False)
DEED, MORE, COLUMNS, CONTINUE = "geste", "lignes", "colonnes", "continuer"
Words = Annotated[str, Query(max_length=120)]
Count = Annotated[int, Query(ge=0, le=MOST)]
NO_EMAILS = "E-mails : non gardés, car seul un compte administrateur ouvre des comptes."
THERE = ("était déjà là : rien n’y change", "étaient déjà là : rien n’y change")
DONE = {"efface": "La personne et son compte sont effacés."}


@router.get("", may=TEAM)
def team_page(
    there: Visiting,
    session: Reading,
    *,
    q: Words = "",
    dispositif: Words = "",
    partis: Annotated[bool, Query()] = False,
    fait: Done = "",
    ajoutes: Count = 0,
    comptes: Count = 0,
    deja: Count = 0,
) -> Response:
    """Show everybody in one table."""
    visit, today = _visit(there, session), there.now.astimezone(PARIS).date()
    done = [DONE[fait]] if fait in DONE else []
    if ajoutes or deja:
        done = [plural(ajoutes, "personne ajoutée", "personnes ajoutées")]
        done += [plural(comptes, "compte ouvert", "comptes ouverts")] if comptes else []
        done += [plural(deja, *THERE)] if deja else []
    return render(
        there.request,
        "team/team.html",
        team=team_of(visit, today, q, dispositif, gone=partis),
        writes=visit.writes,
        words=q,
        place=dispositif,
        gone=partis,
        done=done,
    )


@router.get("/ajouter", may=TEAM)
def adding_page(there: Visiting) -> Response:
    """Show five empty lines."""
    return _adding(there, {})


@router.post("/ajouter", may=TEAM)
def add(there: Visiting, typed: Readable) -> Response:
    """Add the people of the lines, all or none; or show more lines."""
    refusal = None
    if first(typed, DEED) == MORE:
        lines = min(whole_number(first(typed, LINES)) + FIVE, MOST_LINES)
        typed = {**typed, LINES: [str(lines)]}
    else:
        try:
            added = add_people(there.engine, there.caller, there.settings, typed)
        except Refusal as error:
            refusal = error
        else:
            said = f"ajoutes={added.people}&comptes={added.accounts}&deja={added.there}"
            return RedirectResponse(f"/equipe?{said}", status_code=303)
    return _adding(there, typed, refusal)


@router.get("/coller", may=TEAM)
def pasting_page(there: Visiting) -> Response:
    """Show where a list is pasted."""
    return _pasting(there, "")


@router.post("/coller", may=TEAM)
def paste(there: Visiting, typed: Readable) -> Response:
    """Say what was understood of a list, asking what isn't sure; nothing is written."""
    text, deed = first(typed, TEXT), first(typed, DEED)
    read = None
    try:
        read = pasted(text)
        if deed == CONTINUE:
            read = pasted(text, {c.index: first(typed, f"colonne.{c.index}") for c in read.columns})
    except Refusal as refusal:
        return _pasting(there, text, read, refusal)
    if deed == COLUMNS or read.doubtful:
        return _pasting(there, text, read)
    lines, notes = [tidied(line) for line in lines_of(read)], list(read.notes)
    opens = Reach(there.caller, ADMINS).areas
    emails = () if opens else [line.pop(EMAIL, "") for line in lines]
    notes += [NO_EMAILS] if any(emails) else []
    return _adding(there, {**typed_lines(lines), TEXT: [text]}, notes=notes)


def _visit(there: Visiting, session: Reading) -> Visit:
    return Visit(there.caller, session, PERSON.name)


def _adding(
    there: Visiting, typed: Typed, refusal: Refusal | None = None, notes: Sequence[str] = ()
) -> Response:
    with reading(there.engine) as session:
        visit = _visit(there, session)
        table = PeopleForm(visit, typed).view(refusal)
        cells = [*table.shared, *(cell for line in table.lines for cell in line.cells.values())]
        return render(
            there.request,
            "team/add.html",
            status=refusal.status if refusal else 200,
            table=table,
            titles=TITLES,
            problem=refusal and problem_of(refusal, cells, visit.names),
            notes=notes,
            text=first(typed, TEXT),
            most=MOST_LINES,
            places=bool(visit.names.of("agences")),
        )


def _pasting(
    there: Visiting, text: str, read: Pasted | None = None, problem: Refusal | None = None
) -> Response:
    status = problem.status if problem else 200
    values = {"text": text, "read": read, "choices": CHOICES, "problem": problem}
    return render(there.request, "team/paste.html", status=status, **values)
