"""A person's sheet: all that names them, a form for each, their data given and erased."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import Form
from fastapi.responses import RedirectResponse, Response

from api.access.caller import Role
from api.access.door import Router
from api.access.reach import HR
from api.access.request import Reading, Writing
from api.access.rights.rule import agency
from api.asking.visit import Visiting
from api.data.entering.editor import RowEditor
from api.data.rows.readers import LONGEST
from api.database.engine import reading
from api.judging.directory import name_key
from api.page.data.form import problem_of
from api.page.data.saving import DEEDS, SEEN, Done, HeldBack, Readable, Typed, Wanted, first, save
from api.page.data.visit import Visit
from api.privacy import service as privacy
from api.privacy.erasure import kept_until
from api.shell.document import render
from api.shell.guides import Guide
from api.team.contracts import contract_change, enrolment
from api.team.lines import PERSON
from api.team.service import COHORT_FORM, CONTRACT_FORM, address, sheet_of
from api.web.addresses import Ident
from api.web.download import download
from api.web.problems import wrong_value
from api.web.texts import Line

GUIDES = (
    Guide(
        address="/aide/fiche",
        title="La fiche d’une personne",
        file="data/person",
        screens=("/equipe/{person}", "/equipe/{person}/effacement"),
    ),
)

ONE = agency(Role.RESPONSABLE, Role.RH)
HUMAN_RESOURCES = agency(Role.RH)
router = Router(prefix="/equipe/{person}", include_in_schema=False)
Name = Annotated[str, Line(2 * LONGEST), Form()]


@router.get("", may=ONE)
def person_page(there: Visiting, person: Ident, fait: Done = "") -> Response:
    """Show a person's sheet."""
    return _sheet(there, person, {}, done=DEEDS.get(fait, ""))


@router.post("/contrat", may=ONE)
def change_contract(there: Visiting, person: Ident, typed: Readable) -> Response:
    """Change the person's contract from a day on."""
    return _written(there, person, typed, contract_change, CONTRACT_FORM)


@router.post("/apprentissage", may=ONE)
def enrol(there: Visiting, person: Ident, typed: Readable) -> Response:
    """Enrol the person in the cohort of a rhythm, which is made where there is none."""
    return _written(there, person, typed, enrolment, COHORT_FORM)


@router.get("/donnees.zip", may=HUMAN_RESOURCES)
def data_of(there: Visiting, person: Ident, session: Writing) -> Response:
    """Give all that is kept of the person, as an archive."""
    content = privacy.data_of(session, there.caller, person, there.now)
    return download(content, "donnees-personnelles.zip")


@router.get("/effacement", may=HUMAN_RESOURCES)
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


@router.post("/effacement", may=HUMAN_RESOURCES)
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
    outcome: HeldBack | None = None,
    *,
    refused_form: str = "",
    done: str = "",
) -> Response:
    refusal = outcome.problem if outcome else None
    with reading(there.engine) as session:
        visit = Visit(there.caller, session, PERSON.name)
        sheet = sheet_of(visit, person, there.now, typed, refusal.errors if refusal else ())
        inputs = [field for part in sheet.parts for field in part.inputs]
        return render(
            there.request,
            "team/person.html",
            status=outcome.status if outcome else 200,
            sheet=sheet,
            address=address(person),
            problem=refusal and problem_of(refusal, inputs, visit.names),
            surprises=outcome.surprises if outcome else (),
            mark=outcome.mark if outcome else "",
            refused_form=refused_form,
            done=done,
            sends=there.settings.sends_mail,
        )
