"""Semaine type: the slots of each dispositif as a table, days across; and a dispositif to begin."""

from dataclasses import replace
from typing import Annotated

from fastapi import Query, Request
from fastapi.responses import RedirectResponse, Response

from api.access.caller import Role
from api.access.reach import OVERSEERS
from api.access.request import Reading, TheEngine, Who
from api.access.rights.rows import writes
from api.access.rights.rule import agency, role
from api.data.entering.editor import RowEditor, Wanted
from api.data.entering.reader import RowReader
from api.data.rows.kinds import KINDS
from api.data.stored.entries import identifier
from api.database.engine import reading
from api.french.words import BRIEF_DAYS
from api.ledger.history import whole
from api.page.data.form import problem_of
from api.page.data.inputs import inputs_of
from api.page.data.saving import (
    DEED,
    DONE,
    FREE,
    SEEN,
    Done,
    HeldBack,
    Sent,
    Typed,
    first,
    save,
    whole_number,
)
from api.page.data.visit import Names
from api.shell.document import render
from api.shell.guides import Guide
from api.shell.menu import Entry
from api.shell.saved import SAVED
from api.shell.screens import Screens
from api.web.addresses import Ident
from api.web.clock import Now
from api.web.refusing.problems import Refusal
from api.week.form import GONE, MORE_ROWS, prefix_of, unreadable
from api.week.matrix import WeekRow, changed
from api.week.overtaken import over
from api.week.service import Week, changes_of, dispositifs_of, team_of, week_of, weeks_of
from api.week.shown import (
    shown_week,
    typed_anew,
    weekly_minutes,
    with_copy,
    with_rows,
    without,
)
from api.week.writing import PAUSE

HERE = "/semaine-type"
ENTRY = Entry(rank=13, address=HERE, title="Semaine type", roles=OVERSEERS, icon="table")
GUIDES = (
    Guide(
        address="/aide/semaine-type",
        title="Semaine type",
        file="planning/week",
        screens=(HERE, f"{HERE}/{{dispositif}}"),
    ),
)
router = Screens(prefix=HERE)

COPY, BREAK, ROWS, AWAY = "copier", "pause", "lignes", GONE
"""
What buttons of the form do beside saving: copy a row, give it a break, show empty rows, take a row
away or back.
"""

FROM = "de"
"""The dispositif whose week another one begins with."""

NOWHERE, LATE = 404, 412
Source = Annotated[str, Query(alias=FROM, max_length=120)]


@router.get("", may=role(Role.RH, Role.RESPONSABLE), dependencies=[SAVED])
def weeks_page(request: Request, who: Who, session: Reading, now: Now) -> Response:
    """List the dispositifs that an account sees, with how much each asks for in a week."""
    return _weeks(request, RowEditor(who, session), now, {})


@router.post("", may=role(Role.RH, Role.RESPONSABLE))
def add_dispositif(
    request: Request, who: Who, engine: TheEngine, *, typed: Sent, now: Now
) -> Response:
    """Begin a dispositif, by its name; its week may be a copy of another's."""
    idents: list[str] = []

    def wanted(editor: RowEditor) -> Wanted:
        taken = {row.id for row in whole(editor.session).dispositifs}
        name = first(typed, "name")
        values = {"name": name, "agency": first(typed, "agency")}
        values["id"] = identifier(name, taken, otherwise="dispositif")
        values, faults = editor.checked("dispositifs", values, "")
        if faults:
            raise Refusal(422, "requete_invalide", "À compléter.", errors=faults)
        idents.append(values["id"])
        return [editor.add("dispositifs", values, "")], [""], []

    try:
        save(engine, who, wanted, now=now, shown="")
    except HeldBack as outcome:
        with reading(engine) as session:
            return _weeks(request, RowEditor(who, session), now, typed, outcome)
    source = first(typed, FROM)
    query = f"?{FROM}={source}" if source else f"?{DONE}=ajoute"
    return RedirectResponse(f"{HERE}/{idents[0]}{query}", status_code=303)


@router.get("/{dispositif}", may=agency(Role.RH, Role.RESPONSABLE))
def week_page(
    request: Request,
    dispositif: Ident,
    who: Who,
    session: Reading,
    *,
    now: Now,
    source: Source = "",
    fait: Done = "",
) -> Response:
    """Show the week of a dispositif; `source`: another, whose rows are copied into the form."""
    reader = RowEditor(who, session)
    week = week_of(reader, dispositif, now)
    copied = _copied(reader, week, source, now) if source and week.writes else []
    typed = typed_anew(week, copied)
    return _page(request, reader, week, typed, done=fait, copied=len(copied))


@router.post("/{dispositif}", may=agency(Role.RH, Role.RESPONSABLE))
def change_week(
    request: Request, dispositif: Ident, who: Who, engine: TheEngine, *, typed: Sent, now: Now
) -> Response:
    """Save a week, or show the form again: with more rows, or with why it is held back."""
    deed, _, which = first(typed, DEED).partition(".")
    with reading(engine) as session:
        reader = RowEditor(who, session)
        week = _week_as_typed(reader, dispositif, now, typed)
        if deed in (COPY, BREAK, ROWS, AWAY) and not unreadable(typed):
            return _page(request, reader, week, _rewritten(week, typed, deed, which))
        texts = shown_week(week, Names(who, session), typed, FREE).warnings
    try:
        save(
            engine,
            who,
            lambda editor: changes_of(editor, dispositif, typed, now),
            now=now,
            shown=first(typed, SEEN),
            more=texts,
        )
    except HeldBack as outcome:
        if outcome.status == NOWHERE and outcome.problem is not None:
            raise outcome.problem from None
        with reading(engine) as session:
            reader = RowEditor(who, session)
            week = _week_as_typed(reader, dispositif, now, typed)
            if outcome.status == LATE:
                typed = over(week, typed)
            return _page(request, reader, week, typed, outcome)
    return RedirectResponse(f"{HERE}/{dispositif}?{DONE}=change", status_code=303)


def _weeks(
    request: Request,
    reader: RowReader,
    now: Now,
    typed: Typed,
    outcome: HeldBack = FREE,
) -> Response:
    """Show the list of dispositifs, and the form that begins another for whoever may."""
    who, names = reader.who, Names(reader.who, reader.session)
    weeks = weeks_of(reader, now)
    columns = [KINDS["dispositifs"].columns[name] for name in ("name", "agency")]
    agencies = tuple(names.of("agences"))
    if len(agencies) == 1:
        typed = {"agency": agencies, **typed}
    inputs = inputs_of(columns, typed, names, faults=outcome.faults)
    return render(
        request,
        "week/list.html",
        status=outcome.status,
        weeks=[(week, sum(map(weekly_minutes, week.rows)), team_of(week)) for week in weeks],
        agencies=names.of("agences"),
        inputs=inputs if writes(who, "dispositifs") else (),
        problem=problem_of(outcome.problem, inputs, names),
        source=first(typed, FROM),
    )


def _page(
    request: Request,
    reader: RowReader,
    week: Week,
    typed: Typed,
    outcome: HeldBack = FREE,
    *,
    done: str = "",
    copied: int = 0,
) -> Response:
    names = Names(reader.who, reader.session)
    return render(
        request,
        "week/week.html",
        status=outcome.status,
        week=week,
        shown=shown_week(week, names, typed, outcome),
        outcome=outcome,
        team=team_of(week),
        agency=names.of("agences").get(week.dispositif.agency, ""),
        others=[row for row in dispositifs_of(reader) if row.id != week.dispositif.id],
        days=BRIEF_DAYS,
        more=MORE_ROWS,
        copied=copied,
        unsaved=bool(copied) or request.method == "POST",
        done=done,
    )


def _rewritten(week: Week, typed: Typed, deed: str, which: str) -> Typed:
    """Return the texts of a form after a button that saves nothing."""
    if deed == ROWS:
        return with_rows(week, typed)
    number, _, minutes = which.partition(".")
    if deed == COPY:
        return with_copy(typed, whole_number(number))
    if deed == AWAY:
        return without(typed, whole_number(number))
    return {**typed, f"{prefix_of(whole_number(number))}{PAUSE}.minutes": [minutes]}


def _copied(reader: RowReader, week: Week, source: str, now: Now) -> list[WeekRow]:
    """Return the rows of another dispositif as this one's, from the day that its form shows."""
    day, ident = week.setting.day, week.dispositif.id
    return [
        replace(
            row,
            template=changed(
                row.template, dispositif=ident, since=max(row.template.since, day), team=""
            ),
            keys=(),
        )
        for row in week_of(reader, source, now).rows
    ]


def _week_as_typed(reader: RowReader, dispositif: str, now: Now, typed: Typed) -> Week:
    """Return the week from the day that was typed, if that is a day."""
    try:
        return week_of(reader, dispositif, now, typed)
    except Refusal:
        return week_of(reader, dispositif, now)
