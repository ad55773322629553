"""A row's own page: what it is and what names it; it is changed, ended or taken away there."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import Depends, Request
from fastapi.responses import RedirectResponse, Response

from api.access.caller import Role
from api.access.request import Reading, TheEngine, Who
from api.access.rights.rule import agency
from api.data.entering.editor import RowEditor, Wanted, invalid
from api.data.entering.reader import history_of, to_write
from api.data.entering.routes import BODY, Key
from api.data.rows.readers import DAY_EXPECTED
from api.database.engine import reading
from api.page.data.form import form_of, problem_of, values_to_change
from api.page.data.listing import ending
from api.page.data.pages import KindName, new_page
from api.page.data.row import (
    differences,
    going_with,
    minor_until,
    removals,
    sections_of,
    uses_of,
)
from api.page.data.saving import (
    BACK,
    DEEDS,
    DONE,
    FREE,
    NUMBER,
    SEEN,
    Back,
    Done,
    HeldBack,
    Sent,
    Typed,
    back_to,
    first,
    number_of,
    save,
    typed_of,
)
from api.page.data.visit import Visit, remarks_of, title_of
from api.shell.document import render
from api.shell.screens import Screens
from api.web.clock import Now
from api.web.refusing.problems import Fault, not_found
from scheduler.domain.time import civil_day

router = Screens(prefix="/donnees/{kind}/{key}")
WRITERS = agency(Role.ADMIN, Role.RH, Role.RESPONSABLE)
OVERTAKEN, GONE = 412, 404
DAY, WITH = "_jour", "_avec"
"""The fields of a last day, where a row is ended in one go, and of the rows that go with one."""


class RowRequest:
    """A request for a row: who makes it, of which database, when."""

    def __init__(
        self, *, request: Request, kind: KindName, key: Key, who: Who, engine: TheEngine, now: Now
    ) -> None:
        self.request, self.kind, self.key = request, kind, key
        self.who, self.engine, self.now = who, engine, now
        self.address = f"/donnees/{kind}/{key}"
        if request.method == "POST":
            to_write(who, kind)

    def visit(self, session: Reading) -> Visit:
        """Return the caller's look at the row's kind."""
        return Visit(self.who, session, self.kind)


TheRow = Annotated[RowRequest, Depends(RowRequest)]


@router.get("", may=WRITERS)
def row_page(row: TheRow, session: Reading, *, retour: Back = "", fait: Done = "") -> Response:
    """Show a row: its form for who may change it, and what names it."""
    return _row(row, row.visit(session), back=retour, done=DEEDS.get(fait, ""))


@router.post("", may=WRITERS)
def change_row(row: TheRow, typed: Sent) -> Response:
    """Change a row, or show again what was typed and why it is held back."""
    return _change(row, typed)


@router.post("/fin", may=WRITERS)
def end_row(row: TheRow, typed: Sent) -> Response:
    """Give a row its last day, the rest of it as it is."""
    with reading(row.engine) as session:
        visit = row.visit(session)
        end = ending(visit.kind)
        if end is None:
            raise not_found()
        values = visit.editor.entry(row.kind, row.key).row
        present = typed_of(visit.seen(values), values)
    sent = {name: typed[name] for name in (BACK, SEEN, NUMBER) if name in typed}
    missing = [] if first(typed, DAY) else [Fault(field=end.field, expected=DAY_EXPECTED)]
    return _change(row, {**present, **sent, end.field: typed.get(DAY, ())}, missing)


@router.get("/suppression", may=WRITERS)
def removal_page(row: TheRow, session: Reading, *, retour: Back = "") -> Response:
    """Ask whether a row is to be taken away, and say what names it."""
    to_write(row.who, row.kind)
    return _removal(row, row.visit(session), {BACK: [retour]})


@router.post("/suppression", may=WRITERS)
def remove_row(row: TheRow, typed: Sent) -> Response:
    """Take a row away, with what came with it; refused as long as anything else names it."""
    kind = to_write(row.who, row.kind)

    def wanted(editor: RowEditor) -> Wanted:
        others = typed.get(WITH, ())
        deeds, rows = removals(editor, kind, row.key, number_of(typed), others)
        touched = [(entry.kind.name, entry.values) for entry in rows]
        return deeds, [BODY] * len(deeds), touched

    try:
        save(row.engine, row.who, wanted, now=row.now, shown=first(typed, SEEN))
    except HeldBack as outcome:
        with reading(row.engine) as session:
            return _removal(row, row.visit(session), typed, outcome)
    address = back_to(typed) or f"/donnees/{row.kind}"
    return RedirectResponse(f"{address}?{DONE}=supprime", status_code=303)


def _change(row: RowRequest, typed: Typed, missing: Sequence[Fault] = ()) -> Response:
    """
    Change a row as a form has it, or show again what was typed, even of a row that is gone.

    `missing`: what the form lacks, if anything.
    """

    def wanted(editor: RowEditor) -> Wanted:
        if missing:
            raise invalid(missing)
        entry = editor.entry(row.kind, row.key)
        values = values_to_change(editor, entry, typed)
        deed = editor.change(entry, number_of(typed), values, BODY)
        return [deed], [BODY], [(row.kind, entry.values), (row.kind, values)]

    try:
        save(row.engine, row.who, wanted, now=row.now, shown=first(typed, SEEN))
    except HeldBack as outcome:
        with reading(row.engine) as session:
            visit = row.visit(session)
            if outcome.status == GONE:
                return new_page(row.request, visit, typed, outcome, gone=True)
            return _row(row, visit, typed=typed, outcome=outcome)
    return RedirectResponse(f"{back_to(typed) or row.address}?{DONE}=change", status_code=303)


def _row(
    row: RowRequest,
    visit: Visit,
    *,
    typed: Typed | None = None,
    outcome: HeldBack = FREE,
    back: str = "",
    done: str = "",
) -> Response:
    entry = visit.editor.entry(row.kind, row.key)
    values, number = entry.row, {NUMBER: [str(entry.number)]}
    typed = typed or {**typed_of(visit.seen(values), values), BACK: [back], **number}
    overtaken = outcome.status == OVERTAKEN
    changes = visit.writes and visit.editor.decides(row.kind, values.__dict__)
    shown = {**typed, **number} if overtaken else typed
    form = form_of(visit, shown, outcome, values) if changes else None
    return render(
        row.request,
        "data/row.html",
        status=outcome.status,
        title=visit.title(values),
        remark=remarks_of(visit.kind, visit.session, row.now)(values),
        kind=visit.kind,
        kind_title=title_of(visit.kind),
        address=row.address,
        form=form,
        problem=form.problem if form else problem_of(outcome.problem, (), visit.names),
        facts=() if form else visit.facts(values),
        minor=minor_until(visit, entry),
        differences=differences(visit, values, typed) if overtaken else (),
        sections=sections_of(visit, row.key, values, today=civil_day(row.now)),
        changes=history_of(visit.editor, row.kind, row.key),
        visit=visit,
        back=back_to(typed),
        done=done,
    )


def _removal(row: RowRequest, visit: Visit, typed: Typed, outcome: HeldBack = FREE) -> Response:
    entry = visit.editor.entry(row.kind, row.key)
    visit.editor.remove(entry, entry.number)
    return render(
        row.request,
        "data/removal.html",
        status=outcome.status,
        title=visit.title(entry.row),
        address=row.address,
        number=entry.number,
        facts=visit.facts(entry.row),
        going=going_with(visit, entry.row),
        uses=uses_of(visit, entry.row),
        problem=problem_of(outcome.problem, (), visit.names),
        outcome=outcome,
        back=back_to(typed),
    )
