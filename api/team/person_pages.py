"""A person's sheet: all that names them, a form for each, their data given and erased."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from api.access.caller import Role
from api.access.door import Router
from api.access.reach import HR
from api.access.request import Reading, TheEngine, TheSettings, Who, Writing
from api.access.rights.rule import agency
from api.data.entering.editor import RowEditor
from api.data.rows.readers import LONGEST
from api.database.engine import reading
from api.judging.directory import name_key
from api.page.data.form import problem_of
from api.page.data.saving import HeldBack, Wanted, save
from api.page.data.typed import DEEDS, SEEN, Done, Typed, first
from api.page.data.visit import Visit
from api.privacy import service as privacy
from api.privacy.erasure import kept_until
from api.shell.document import render
from api.shell.guides import Guide
from api.team.contracts import contract_change, enrolment
from api.team.lines import PERSON
from api.team.pages import Sent
from api.team.service import COHORT_FORM, CONTRACT_FORM, address, sheet_of
from api.web.addresses import Ident
from api.web.clock import Now
from api.web.download import download
from api.web.problems import wrong_value
from api.web.texts import Line
from scheduler.domain.time import PARIS

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


class PersonRequest:
    """A request for a person's sheet: who makes it, of which database, when."""

    def __init__(
        self, *, request: Request, person: Ident, who: Who, engine: TheEngine, now: Now
    ) -> None:
        self.request, self.person, self.who = request, person, who
        self.engine, self.now = engine, now

    def visit(self, session: Reading) -> Visit:
        """Return the caller's look at people."""
        return Visit(self.who, session, PERSON.name)


ThePerson = Annotated[PersonRequest, Depends(PersonRequest)]


Name = Annotated[str, Line(2 * LONGEST), Form()]


@router.get("", may=ONE)
def person_page(there: ThePerson, session: Reading, fait: Done = "") -> Response:
    """Show a person's sheet."""
    return _sheet(there, there.visit(session), {}, done=DEEDS.get(fait, ""))


@router.post("/contrat", may=ONE)
def change_contract(there: ThePerson, typed: Sent) -> Response:
    """Change the person's contract from a day on."""
    return _written(there, typed, contract_change, CONTRACT_FORM)


@router.post("/apprentissage", may=ONE)
def enrol(there: ThePerson, typed: Sent) -> Response:
    """Enrol the person in the cohort of a rhythm, which is made where there is none."""
    return _written(there, typed, enrolment, COHORT_FORM)


@router.get("/donnees.zip", may=HUMAN_RESOURCES)
def data_of(person: Ident, who: Who, session: Writing, now: Now) -> Response:
    """Give all that is kept of the person, as an archive."""
    return download(privacy.data_of(session, who, person, now), "donnees-personnelles.zip")


@router.get("/effacement", may=HUMAN_RESOURCES)
def erasure_page(there: ThePerson, session: Reading, settings: TheSettings) -> Response:
    """Ask whether the person is to be erased, and say until when the law keeps them."""
    person = privacy.person_of(session, there.who, there.person, HR)
    until, runs = kept_until(session, settings, person.id)
    kept = runs or (until is not None and until >= there.now.astimezone(PARIS).date())
    return render(
        there.request,
        "team/erase.html",
        person=person,
        address=address(person.id),
        runs=runs,
        until=until,
        kept=kept,
    )


@router.post("/effacement", may=HUMAN_RESOURCES)
def erase(there: ThePerson, session: Writing, settings: TheSettings, name: Name = "") -> Response:
    """Erase the person and their account; refused as long as the law keeps them."""
    person = privacy.person_of(session, there.who, there.person, HR)
    if name_key(name) != name_key(person.bare_name):
        raise wrong_value("name", f"« {person.bare_name} », retapé pour confirmer", name)
    privacy.erase_person(session, there.who, settings, person.id, now=there.now)
    return RedirectResponse("/equipe?fait=efface", status_code=303)


def _written(
    there: PersonRequest,
    typed: Typed,
    deed: Callable[[RowEditor, str, Typed, str], Wanted],
    form: str,
) -> Response:
    """Make the changes that a form asks for; or show the sheet, and why they are held back."""

    def wanted(editor: RowEditor) -> Wanted:
        return deed(editor, there.person, typed, form)

    try:
        save(there.engine, there.who, wanted, now=there.now, shown=first(typed, SEEN))
    except HeldBack as outcome:
        with reading(there.engine) as session:
            return _sheet(there, there.visit(session), typed, outcome, form)
    return RedirectResponse(f"{address(there.person)}?fait=change", status_code=303)


def _sheet(
    there: PersonRequest,
    visit: Visit,
    typed: Typed,
    outcome: HeldBack | None = None,
    form: str = "",
    *,
    done: str = "",
) -> Response:
    refusal = outcome.problem if outcome else None
    faults = refusal.errors if refusal else ()
    sheet = sheet_of(visit, there.person, there.now, typed, faults)
    inputs = [field for part in sheet.parts for field in part.inputs]
    return render(
        there.request,
        "team/person.html",
        status=outcome.status if outcome else 200,
        sheet=sheet,
        address=address(there.person),
        problem=refusal and problem_of(refusal, inputs, visit.names),
        surprises=outcome.surprises if outcome else (),
        mark=outcome.mark if outcome else "",
        held=form,
        done=done,
        sends=there.request.app.state.settings.sends_mail,
    )
