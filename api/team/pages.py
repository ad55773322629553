"""Équipe: everybody in one table, people typed or pasted, and a person's sheet."""

from collections.abc import Callable, Sequence
from itertools import chain
from typing import Annotated

from fastapi import Form, Query
from fastapi.responses import RedirectResponse, Response

from api.access.caller import Role
from api.access.reach import ADMINS, HR, Reach
from api.access.request import Reading, Writing
from api.access.rights.rule import agency, role
from api.asking.visit import Visiting
from api.data.entering.editor import RowEditor, Wanted
from api.data.rows.readers import LONGEST
from api.database.engine import reading
from api.french.plural import plural
from api.judging.directory import name_key
from api.page.data.form import problem_of
from api.page.data.saving import (
    DEEDS,
    FREE,
    MOST,
    SEEN,
    Done,
    HeldBack,
    Readable,
    Typed,
    first,
    save,
    whole_number,
)
from api.page.data.visit import Visit
from api.privacy import service as privacy
from api.privacy.erasure import kept_until
from api.shell.document import render
from api.shell.guides import Guide
from api.shell.menu import Entry
from api.shell.saved import SAVED
from api.shell.screens import Screens
from api.team.adding import FIVE, LINES, PeopleForm, add_people, typed_lines
from api.team.contracts import contract_change, enrolment
from api.team.lines import EMAIL, PERSON, TITLES, tidied
from api.team.pasting import CHOICES, MOST_LINES, TEXT, Pasted, lines_of, pasted
from api.team.service import COHORT_FORM, CONTRACT_FORM, address, sheet_of, team_of
from api.web.addresses import Ident
from api.web.answering.download import download
from api.web.refusing.problems import Refusal, wrong_value
from api.web.texts import Line
from scheduler.domain.time import civil_day

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
    Guide(
        address="/aide/fiche",
        title="La fiche d’une personne",
        file="data/person",
        screens=("/equipe/{person}", "/equipe/{person}/effacement"),
    ),
)

TEAM = role(Role.RESPONSABLE, Role.RH)
router = Screens(prefix="/equipe")
DEED, MORE, COLUMNS, CONTINUE = "geste", "lignes", "colonnes", "continuer"
Words = Annotated[str, Query(max_length=120)]
Count = Annotated[int, Query(ge=0, le=MOST)]
NO_EMAILS = "E-mails : non gardés, car seul un compte administrateur ouvre des comptes."
THERE = ("était déjà là : rien n’y change", "étaient déjà là : rien n’y change")
TWINS = (
    "ligne laissée de côté : même nom qu’une autre",
    "lignes laissées de côté : même nom qu’une autre",
)
PAST = ("contrat déjà fini : parmi ceux qui sont partis",) * 2
DONE = {"efface": "La personne et son compte sont effacés."}


@router.get("", may=TEAM, dependencies=[SAVED])
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
    doubles: Count = 0,
    finis: Count = 0,
) -> Response:
    """Show everybody in one table."""
    visit, today = _visit(there, session), civil_day(there.now)
    done = [DONE[fait]] if fait in DONE else []
    if ajoutes or deja or doubles:
        done = [plural(ajoutes, "personne ajoutée", "personnes ajoutées")]
        done += [plural(comptes, "compte ouvert", "comptes ouverts")] if comptes else []
        beside = ((deja, THERE), (doubles, TWINS), (finis, PAST))
        done += [plural(count, *words) for count, words in beside if count]
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
            today = civil_day(there.now)
            added = add_people(there.engine, there.caller, there.settings, typed, today=today)
        except Refusal as error:
            refusal = error
        else:
            said = f"ajoutes={added.people}&comptes={added.accounts}&deja={added.there}"
            said += f"&doubles={added.twins}" * bool(added.twins)
            said += f"&finis={added.past}" * bool(added.past)
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
        lines = (line["cells"].values() for line in table["lines"])
        cells = [*table["shared"], *chain.from_iterable(lines)]
        return render(
            there.request,
            "team/add.html",
            status=refusal.status if refusal else 200,
            table=table,
            titles=TITLES,
            problem=problem_of(refusal, cells, visit.names),
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


ONE = agency(Role.RESPONSABLE, Role.RH)
HUMAN_RESOURCES = agency(Role.RH)
Name = Annotated[str, Line(2 * LONGEST), Form()]


@router.get("/{person}", may=ONE)
def person_page(there: Visiting, person: Ident, fait: Done = "") -> Response:
    """Show a person's sheet."""
    return _sheet(there, person, {}, done=DEEDS.get(fait, ""))


@router.post("/{person}/contrat", may=ONE)
def change_contract(there: Visiting, person: Ident, typed: Readable) -> Response:
    """Change the person's contract from a day on."""
    return _written(there, person, typed, contract_change, CONTRACT_FORM)


@router.post("/{person}/apprentissage", may=ONE)
def enrol(there: Visiting, person: Ident, typed: Readable) -> Response:
    """Enrol the person in the cohort of a rhythm, which is made where there is none."""
    return _written(there, person, typed, enrolment, COHORT_FORM)


@router.get("/{person}/donnees.zip", may=HUMAN_RESOURCES)
def data_of(there: Visiting, person: Ident, session: Writing) -> Response:
    """Give all that is kept of the person, as an archive."""
    content = privacy.data_of(session, there.caller, person, there.now)
    return download(content, "donnees-personnelles.zip")


@router.get("/{person}/effacement", may=HUMAN_RESOURCES)
def erasure_page(there: Visiting, person: Ident, session: Reading) -> Response:
    """Ask whether the person is to be erased, and say until when the law keeps them."""
    theirs = privacy.person_of(session, there.caller, person, HR)
    until, runs = kept_until(session, there.settings, person, there.now)
    return render(
        there.request,
        "team/erase.html",
        person=theirs,
        address=address(person),
        runs=runs,
        until=until,
    )


@router.post("/{person}/effacement", may=HUMAN_RESOURCES)
def erase(there: Visiting, person: Ident, session: Writing, name: Name = "") -> Response:
    """Erase the person and their account; refused as long as the law keeps them."""
    called = privacy.person_of(session, there.caller, person, HR).bare_name
    if name_key(name) != name_key(called):
        raise wrong_value("name", f"« {called} », retapé pour confirmer", name)
    privacy.erase_person(session, there.caller, there.settings, person, now=there.now)
    return RedirectResponse("/equipe?fait=efface", status_code=303)


def _written(
    there: Visiting,
    person: str,
    typed: Typed,
    deed: Callable[[RowEditor, str, Typed, str], Wanted],
    form: str,
) -> Response:
    """Make the changes that a form asks for; or show the sheet, and why they are held back."""

    def wanted(editor: RowEditor) -> Wanted:
        return deed(editor, person, typed, form)

    try:
        save(there.engine, there.caller, wanted, now=there.now, shown=first(typed, SEEN))
    except HeldBack as outcome:
        return _sheet(there, person, typed, outcome, refused_form=form)
    return RedirectResponse(f"{address(person)}?fait=change", status_code=303)


def _sheet(
    there: Visiting,
    person: str,
    typed: Typed,
    outcome: HeldBack = FREE,
    *,
    refused_form: str = "",
    done: str = "",
) -> Response:
    with reading(there.engine) as session:
        visit = Visit(there.caller, session, PERSON.name)
        sheet = sheet_of(visit, person, there.now, typed, outcome.faults)
        inputs = [field for part in sheet["parts"] for field in part.inputs]
        return render(
            there.request,
            "team/person.html",
            status=outcome.status,
            sheet=sheet,
            address=address(person),
            problem=problem_of(outcome.problem, inputs, visit.names),
            outcome=outcome,
            refused_form=refused_form,
            done=done,
            sends=there.settings.sends_mail,
        )
