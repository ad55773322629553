"""Commencer: from an empty service to a month on phones, in six steps left and come back to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Any

from fastapi import Form, Query
from fastapi.responses import RedirectResponse, Response

from api.access.caller import Role
from api.access.door import Router
from api.access.request import Reading, the_engine
from api.access.rights.rule import role
from api.asking.visit import Visit, Visiting
from api.beginning import month as first_month
from api.beginning.entering import (
    AGENCY,
    AGREEMENT,
    DISPOSITIFS,
    LINES,
    NAME,
    SITES,
    association_rows,
    fields_of,
    site_fields,
    site_rows,
)
from api.beginning.service import Step, check_reach, close, is_closed, progress, skip, stands
from api.data.association import Association
from api.data.entering.editor import RowEditor
from api.data.entering.reader import RowReader
from api.data.rows.kinds import KINDS
from api.data.stored.association import read
from api.database.engine import reading, writing
from api.page.data.form import problem_of
from api.page.data.inputs import Input, inputs_of
from api.page.data.saving import HeldBack, Wanted, save
from api.page.data.typed import SEEN, Readable, Typed, first
from api.page.data.visit import Names
from api.shell.document import render
from api.shell.guides import Guide
from api.shell.menu import Entry
from api.shell.option import Option
from api.web.months import PATTERN
from constraints.registry import agreements
from scheduler.domain.time import PARIS
from scheduler.errors import RoulementError

HERE = "/commencer"
ALL = frozenset({Role.ADMIN, Role.RH, Role.RESPONSABLE})
ENTRY = Entry(
    rank=1,
    address=HERE,
    title="Commencer",
    roles=ALL,
    landing=ALL,
    stands=lambda request, caller: stands(the_engine(request), caller, request.app.state.now()),
    icon="flag",
)

GUIDES = (
    Guide(
        address="/aide/commencer",
        title="Commencer",
        file="entry/beginning",
        screens=(HERE, f"{HERE}/association", f"{HERE}/lieux", f"{HERE}/mois"),
    ),
)

TITLES = {
    Step.ASSOCIATION: ("L’association", "Son nom, une agence, ses dispositifs."),
    Step.PLACES: ("Les lieux", "Là où l’on travaille."),
    Step.TEAM: ("L’équipe", "Qui travaille, avec quel contrat."),
    Step.WEEK: ("La semaine type", "Ce qu’il y a à tenir, jour par jour."),
    Step.MONTH: ("Le premier mois", "Calculé, relu, publié."),
    Step.PHONES: ("Les téléphones", "Chacun lit ses services sur le sien."),
}
"""What each step is called, and what it is about."""

ADDRESSES: Mapping[Step, Sequence[str]] = {
    Step.ASSOCIATION: (f"{HERE}/association",),
    Step.PLACES: (f"{HERE}/lieux",),
    Step.TEAM: ("/equipe", "/donnees/personnes"),
    Step.WEEK: ("/semaine-type", "/donnees/gabarits"),
    Step.MONTH: (f"{HERE}/mois",),
    Step.PHONES: ("/telephones",),
}
"""Where each step is done: at the first of these addresses that the service has."""

ZONES = {
    "A": "A : Besançon, Bordeaux, Clermont-Ferrand, Dijon, Grenoble, Limoges, Lyon, Poitiers",
    "B": "B : Aix-Marseille, Amiens, Lille, Nancy-Metz, Nantes, Nice, Normandie, Orléans-Tours, "
    "Reims, Rennes, Strasbourg",
    "C": "C : Créteil, Montpellier, Paris, Toulouse, Versailles",
}
"""The school zones, and the académies of each (arrêté du 7 décembre 2022)."""

LABELS = {
    f"{NAME}.value": ("Nom de l’association", "", "text"),
    f"{AGREEMENT}.agreement": (
        "Convention collective",
        "Elle ajoute ses règles à celles du Code du travail.",
        "choice",
    ),
    f"{AGENCY}.name": ("Nom de l’agence", "La ville, par exemple : Rennes.", "text"),
    f"{AGENCY}.zone": ("Zone scolaire de l’agence", "Pour les vacances.", "choice"),
    f"{DISPOSITIFS}.name": (
        "Dispositifs, un par ligne",
        "Ce que l’équipe tient : « Médiation de quartier ».",
        "long",
    ),
    f"{DISPOSITIFS}.agency": ("Agence de ces dispositifs", "", "choice"),
}
"""How the step of the association calls its fields, explains them, and has them filled."""

ON_A_LINE = {"text": "text", "long": "text", "choice": "choice"}
"""How fields are filled that stand beside others."""

router = Router(prefix=HERE, include_in_schema=False)
Done = Annotated[str, Query(alias="fait", max_length=20)]
Flag = Annotated[str, Form(max_length=8)]


@router.get("", may=role(*ALL))
def beginning_page(visit: Visiting, fait: Done = "") -> Response:
    """Show the six steps, what is there of each, and what is missing."""
    check_reach(visit.caller)
    with reading(visit.engine) as session:
        return render(
            visit.request,
            "beginning/steps.html",
            **_steps(visit, session),
            closed=is_closed(session),
            done=fait in set(Step),
        )


@router.post("/passer", may=role(*ALL))
def pass_over(visit: Visiting, step: Annotated[Step, Form()], *, retour: Flag = "") -> Response:
    """Pass over a step, or take it up again."""
    check_reach(visit.caller)
    with writing(visit.engine) as session:
        skip(session, visit.caller, step, skipped=not retour)
    return RedirectResponse(HERE, status_code=303)


@router.post("/fermeture", may=role(*ALL))
def end(visit: Visiting, *, retour: Flag = "") -> Response:
    """Close the beginning, which leaves the menu, or open it again."""
    check_reach(visit.caller)
    with writing(visit.engine) as session:
        close(session, visit.caller, closed=not retour)
    return RedirectResponse(HERE if retour else "/", status_code=303)


@router.get("/association", may=role(Role.RH))
def association_page(visit: Visiting) -> Response:
    """Ask for what isn't there yet of the association."""
    return _association(visit, {})


@router.post("/association", may=role(Role.RH))
def add_association(visit: Visiting, typed: Readable) -> Response:
    """Add what was typed of the association; or show it again, and why it is refused."""
    today = visit.now.astimezone(PARIS).date()
    try:
        _save(visit, typed, lambda editor: association_rows(editor, typed, today))
    except HeldBack as outcome:
        return _association(visit, typed, outcome)
    return RedirectResponse(f"{HERE}?fait={Step.ASSOCIATION}", status_code=303)


@router.get("/lieux", may=role(Role.RESPONSABLE))
def places_page(visit: Visiting) -> Response:
    """Ask for places, several at once."""
    return _places(visit, {})


@router.post("/lieux", may=role(Role.RESPONSABLE))
def add_places(visit: Visiting, typed: Readable) -> Response:
    """Add the places that were typed, or more lines for them; or say what is refused."""
    try:
        _save(visit, typed, lambda editor: site_rows(editor, typed))
    except HeldBack as outcome:
        return _places(visit, typed, outcome)
    return RedirectResponse(f"{HERE}?fait={Step.PLACES}", status_code=303)


@router.get("/mois", may=role(Role.RESPONSABLE))
def month_page(visit: Visiting) -> Response:
    """Show what is begun of the first month, and offer to begin one."""
    return _month(visit)


@router.post("/mois", may=role(Role.RESPONSABLE))
def begin_month(
    visit: Visiting, month: Annotated[str, Form(pattern=PATTERN, max_length=7)]
) -> Response:
    """Begin a month and calculate it; or say why that can't be."""
    check_reach(visit.caller)
    try:
        address = first_month.begin(visit.caller, visit.engine, visit.settings, month)
    except RoulementError as error:
        return _month(visit, chosen=month, problem=str(error))
    return RedirectResponse(address, status_code=303)


def _save(visit: Visit, typed: Typed, wanted: Callable[[RowEditor], Wanted]) -> None:
    check_reach(visit.caller)
    save(visit.engine, visit.caller, wanted, now=visit.now, shown=first(typed, SEEN))


def _steps(visit: Visit, session: Reading, current: Step | None = None) -> dict[str, Any]:
    """Return what all pages of the beginning show of the steps."""
    rights, roles = visit.request.app.state.rights, visit.caller.roles()
    there = {
        step: next(address for address in addresses if _route(address) in rights)
        for step, addresses in ADDRESSES.items()
    }
    return {
        "steps": progress(session, visit.now),
        "titles": TITLES,
        "current": current,
        "addresses": {
            step: address
            for step, address in there.items()
            if rights[_route(address)].opens_to(roles)
        },
    }


def _route(address: str) -> tuple[str, str]:
    return "GET", "/donnees/{kind}" if address.startswith("/donnees/") else address


def _association(visit: Visit, typed: Typed, outcome: HeldBack | None = None) -> Response:
    check_reach(visit.caller)
    faults = outcome.problem.errors if outcome and outcome.problem else ()
    with reading(visit.engine) as session:
        association = read(session)
        names = Names(visit.caller, session)
        fields = [
            _labelled(each, _choices(each.name, association))
            for kind, some in fields_of(association).items()
            for each in inputs_of(
                [KINDS[kind].columns[name] for name in some],
                typed,
                names,
                faults=faults,
                prefix=f"{kind}.",
            )
        ]
        return _entry(
            visit,
            session,
            Step.ASSOCIATION,
            template="beginning/association.html",
            outcome=outcome,
            inputs=fields,
            fields=fields,
            agreements=agreements(),
            keys=_keys(visit, session, NAME, AGENCY),
        )


def _choices(name: str, association: Association) -> Mapping[str, str]:
    if name.startswith(AGREEMENT):
        branches = {each.id: f"{each.name}, IDCC {each.idcc}" for each in agreements().values()}
        return {"": "Aucune de celles-ci : le Code du travail seul", **branches}
    if name.endswith(".zone"):
        return {"": "à dire plus tard", **ZONES}
    if name.endswith(".agency"):
        return {each.id: each.name for each in association.agencies}
    return {}


def _labelled(field: Input, choices: Mapping[str, str]) -> Input:
    """Call a field as the step does, where the declaration's words are for whoever knows it."""
    label, explained, widget = LABELS[field.name]
    options = tuple(
        Option(value=value, label=words, chosen=value == field.text)
        for value, words in choices.items()
    )
    return replace(field, label=label, help=explained, widget=widget, options=options, needed=False)


def _places(visit: Visit, typed: Typed, outcome: HeldBack | None = None) -> Response:
    check_reach(visit.caller)
    faults = outcome.problem.errors if outcome and outcome.problem else ()
    with reading(visit.engine) as session:
        names = Names(visit.caller, session)
        columns = [KINDS[SITES].columns[name] for name in site_fields(read(session))]
        lines = [
            inputs_of(columns, typed, names, faults=faults, prefix=f"{SITES}.{n}.")
            for n in range(LINES)
        ]
        return _entry(
            visit,
            session,
            Step.PLACES,
            template="beginning/places.html",
            outcome=outcome,
            inputs=[each for line in lines for each in line],
            # An address of a place stands on one line here.
            lines=[
                [replace(each, help="", widget=ON_A_LINE[each.widget]) for each in line]
                for line in lines
            ],
            keys=_keys(visit, session, SITES),
        )


def _entry(
    visit: Visit,
    session: Reading,
    step: Step,
    *,
    template: str,
    outcome: HeldBack | None,
    inputs: Sequence[Input],
    **values: Any,
) -> Response:
    """Render a step whose form adds rows."""
    problem, names = outcome.problem if outcome else None, Names(visit.caller, session)
    return render(
        visit.request,
        template,
        status=outcome.status if outcome else 200,
        **_steps(visit, session, step),
        association=read(session),
        outcome=outcome,
        problem=problem_of(problem, inputs, names) if problem else None,
        **values,
    )


def _keys(visit: Visit, session: Reading, *kinds: str) -> Mapping[str, Mapping[str, int]]:
    """Return, by kind, the keys of rows by what names them, for links to their forms."""
    reader = RowReader(visit.caller, session)
    return {
        kind: {
            str(row.__dict__.get("id") or row.__dict__.get("about")): key
            for key, row in reader.rows(kind)
        }
        for kind in kinds
    }


def _month(visit: Visit, *, chosen: str = "", problem: str = "") -> Response:
    check_reach(visit.caller)
    months = first_month.months(visit.now)
    if chosen:
        months = [replace(each, chosen=each.value == chosen) for each in months]
    with reading(visit.engine) as session:
        return render(
            visit.request,
            "beginning/month.html",
            status=422 if problem else 200,
            **_steps(visit, session, Step.MONTH),
            months=months,
            begun=first_month.begun(session, visit.now),
            problem=problem,
        )
