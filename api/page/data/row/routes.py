"""A row's own page: what it is and what names it; it is changed, ended or taken away there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Request
from fastapi.responses import RedirectResponse, Response

from api.access.caller import Role
from api.access.door import Router
from api.access.request import Reading, TheEngine, Who
from api.access.rights.rule import agency
from api.data.entering.access import to_write
from api.data.entering.editor import invalid
from api.data.entering.routes import BODY, Key
from api.data.rows.readers import DAY_EXPECTED
from api.database.engine import reading
from api.page.data.form.problem import problem_of
from api.page.data.form.row_form import (
    BACK,
    NUMBER,
    SEEN,
    form_to_change,
    typed_row,
    values_to_change,
)
from api.page.data.form.sent import DEEDS, DONE, Back, Done, Sent, back_to, number_of
from api.page.data.form.typed import first
from api.page.data.presence import remarks_of
from api.page.data.routes import KindName, new_page
from api.page.data.row.history import changes_of
from api.page.data.row.related import sections_of
from api.page.data.row.removal import WITH, going_with, removals, uses_of
from api.page.data.row.view import differences, facts_of, minor_until
from api.page.data.saving import HeldBack, Wanted, save
from api.page.data.tables import ending
from api.page.data.visit import Visit
from api.page.data.words import title_of
from api.shell.document import render
from api.web.clock import Now
from api.web.problems import Fault, not_found

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from api.data.entering.editor import RowEditor
    from api.page.data.form.typed import Typed

router = Router(prefix="/donnees/{kind}/{key}", include_in_schema=False)
OVERTAKEN, GONE = 412, 404
DAY = "_jour"
"""The field of a last day, where a row is ended in one go."""


class RowRequest:
    """What is asked of a row that the caller's role may write."""

    def __init__(
        self,
        *,
        request: Request,
        kind: KindName,
        key: Key,
        who: Who,
        engine: TheEngine,
        now: Now,
    ) -> None:
        self.request, self.key, self.who, self.engine, self.now = request, key, who, engine, now
        self.kind = to_write(who, kind)

    def visit(self, session: Reading) -> Visit:
        """Return the caller's look at the row's kind."""
        return Visit(self.who, session, self.kind.name)


TheRow = Annotated[RowRequest, Depends(RowRequest)]


@router.get("", may=agency(Role.ADMIN, Role.RH, Role.RESPONSABLE))
def row_page(
    request: Request,
    kind: KindName,
    key: Key,
    who: Who,
    session: Reading,
    *,
    now: Now,
    retour: Back = "",
    fait: Done = "",
) -> Response:
    """Show a row: its form for whoever may change it, and what names it."""
    visit, done = Visit(who, session, kind), DEEDS.get(fait, "")
    return _row(request, visit, key, now, back=retour, done=done)


@router.post("", may=agency(Role.ADMIN, Role.RH, Role.RESPONSABLE))
def change_row(row: TheRow, typed: Sent) -> Response:
    """Change a row, or show again what was typed and why it is held back."""
    return _change(row, typed)


@router.post("/fin", may=agency(Role.ADMIN, Role.RH, Role.RESPONSABLE))
def end_row(row: TheRow, typed: Sent) -> Response:
    """Give a row its last day, the rest of it as it is."""
    end = ending(row.kind)
    if end is None:
        raise not_found()
    with reading(row.engine) as session:
        visit = row.visit(session)
        typed_now = typed_row(visit, visit.editor.entry(row.kind.name, row.key).row)
    sent = {name: typed[name] for name in (BACK, SEEN, NUMBER) if name in typed}
    whole = {**typed_now, **sent, end.field: typed.get(DAY, ())}
    missing = [] if first(typed, DAY) else [Fault(field=end.field, expected=DAY_EXPECTED)]
    return _change(row, whole, missing)


@router.get("/suppression", may=agency(Role.ADMIN, Role.RH, Role.RESPONSABLE))
def removal_page(
    request: Request,
    kind: KindName,
    key: Key,
    who: Who,
    session: Reading,
    *,
    retour: Back = "",
) -> Response:
    """Ask whether a row is to be taken away, and say what names it."""
    to_write(who, kind)
    return _removal(request, Visit(who, session, kind), key, {BACK: [retour]})


@router.post("/suppression", may=agency(Role.ADMIN, Role.RH, Role.RESPONSABLE))
def remove_row(row: TheRow, typed: Sent) -> Response:
    """Take a row away, with what came with it; refused as long as anything else names it."""

    def wanted(editor: RowEditor) -> Wanted:
        number, others = number_of(typed), typed.get(WITH, ())
        deeds, rows = removals(editor, row.kind, row.key, number, others)
        return Wanted(
            changes=deeds,
            where=[BODY] * len(deeds),
            touched=[(entry.kind.name, entry.values) for entry in rows],
        )

    made = save(row.engine, row.who, wanted, now=row.now, shown=first(typed, SEEN))
    if isinstance(made, HeldBack):
        with reading(row.engine) as session:
            return _removal(row.request, row.visit(session), row.key, typed, made)
    address = back_to(typed) or f"/donnees/{row.kind.name}"
    return RedirectResponse(f"{address}?{DONE}=supprime", status_code=303)


def _change(row: RowRequest, typed: Typed, missing: Sequence[Fault] = ()) -> Response:
    """
    Change a row as a form has it, or show again what was typed, even of a row that is gone.

    `missing`: what the form lacks, if anything.
    """
    kind = row.kind.name

    def wanted(editor: RowEditor) -> Wanted:
        if missing:
            raise invalid(missing)
        entry = editor.entry(kind, row.key)
        values = values_to_change(editor, entry, typed)
        deed = editor.change(entry, number_of(typed), values, BODY)
        touched = [(kind, entry.values), (kind, values)]
        return Wanted(changes=[deed], where=[BODY], touched=touched)

    made = save(row.engine, row.who, wanted, now=row.now, shown=first(typed, SEEN))
    if not isinstance(made, HeldBack):
        address = back_to(typed) or f"/donnees/{kind}/{row.key}"
        return RedirectResponse(f"{address}?{DONE}=change", status_code=303)
    with reading(row.engine) as session:
        visit = row.visit(session)
        if made.status == GONE:
            return new_page(row.request, visit, typed, made, gone=True)
        return _row(row.request, visit, row.key, row.now, typed=typed, outcome=made)


def _row(
    request: Request,
    visit: Visit,
    key: int,
    now: datetime,
    *,
    typed: Typed | None = None,
    outcome: HeldBack | None = None,
    back: str = "",
    done: str = "",
) -> Response:
    kind, editor = visit.kind, visit.editor
    entry = editor.entry(kind.name, key)
    number = {NUMBER: [str(entry.number)]}
    typed = typed or {**typed_row(visit, entry.row), BACK: [back], **number}
    overtaken = outcome is not None and outcome.status == OVERTAKEN
    mine = visit.writes and editor.decides(kind.name, entry.row.__dict__)
    shown = {**typed, **number} if overtaken else typed
    form = form_to_change(visit, entry.row, shown, outcome) if mine else None
    refusal = outcome.problem if outcome else None
    return render(
        request,
        "data/row.html",
        status=outcome.status if outcome else 200,
        title=visit.title(entry.row),
        remark=remarks_of(kind, visit.session, now)(entry.row),
        kind=kind,
        kind_title=title_of(kind),
        address=f"/donnees/{kind.name}/{key}",
        form=form,
        problem=form.problem if form else refusal and problem_of(refusal, (), visit.names),
        facts=() if form else facts_of(visit, entry.row),
        minor=minor_until(visit, entry),
        differences=differences(visit, entry.row, typed) if overtaken else (),
        sections=sections_of(visit, key, entry.row),
        changes=changes_of(visit, key),
        back=back_to(typed),
        done=done,
    )


def _removal(
    request: Request,
    visit: Visit,
    key: int,
    typed: Typed,
    outcome: HeldBack | None = None,
) -> Response:
    kind, editor = visit.kind, visit.editor
    entry = editor.entry(kind.name, key)
    editor.remove(entry, entry.number)
    refusal = outcome.problem if outcome else None
    return render(
        request,
        "data/removal.html",
        status=outcome.status if outcome else 200,
        title=visit.title(entry.row),
        kind=kind,
        address=f"/donnees/{kind.name}/{key}",
        number=entry.number,
        facts=facts_of(visit, entry.row),
        going=going_with(visit, entry.row),
        uses=uses_of(visit, entry.row),
        problem=problem_of(refusal, (), visit.names) if refusal else None,
        surprises=outcome.surprises if outcome else (),
        mark=outcome.mark if outcome else "",
        back=back_to(typed),
    )
