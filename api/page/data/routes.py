"""Données: the kinds of rows, the list of each, and the form of a new row; one screen for all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlencode

from fastapi import Path, Request
from fastapi import Query as InAddress
from fastapi.responses import RedirectResponse, Response

from api.access.caller import Role
from api.access.door import Router
from api.access.reach import ADMINS, HR, Reach
from api.access.request import Reading, TheEngine, Who
from api.access.rights.rule import role
from api.data.entering.access import to_write
from api.data.entering.sheet import sheet_of
from api.database.engine import reading
from api.page.data.form.companions import MORE
from api.page.data.form.row_form import (
    BACK,
    DEED,
    LINES,
    SEEN,
    form_to_add,
    lines_of,
    typed_anew,
    values_to_add,
)
from api.page.data.form.sent import (
    DEEDS,
    DONE,
    RETURN,
    Back,
    Done,
    Ids,
    Sent,
    back_to,
    named_in,
    naming,
)
from api.page.data.form.typed import first
from api.page.data.kinds import groups_of
from api.page.data.listing import Query, listing_of
from api.page.data.presence import remarks_of
from api.page.data.saving import HeldBack, Wanted, save
from api.page.data.visit import Visit
from api.page.data.words import title_of
from api.shell.document import render
from api.shell.guides import Guide
from api.shell.menu import Entry
from api.web.answer import MOST
from api.web.clock import Now

if TYPE_CHECKING:
    from datetime import datetime

    from api.data.entering.editor import RowEditor
    from api.page.data.form.typed import Typed

ENTRY = Entry(
    rank=65,
    address="/donnees",
    title="Données",
    roles=frozenset({Role.RESPONSABLE, Role.RH, Role.ADMIN}),
)

GUIDES = (
    Guide(
        address="/aide/donnees",
        title="Données",
        file="data/rows",
        screens=(
            "/donnees",
            "/donnees/{kind}",
            "/donnees/{kind}/nouveau",
            "/donnees/{kind}/retirees",
            "/donnees/{kind}/{key}",
            "/donnees/{kind}/{key}/suppression",
            "/donnees/{kind}/importer",
        ),
        picture="Les sortes de données, par groupes, chacune avec ce qu’elle contient.",
    ),
)

router = Router(prefix="/donnees", include_in_schema=False)
Words = Annotated[str, InAddress(max_length=120)]
PageNumber = Annotated[int, InAddress(ge=1, le=MOST)]
KindName = Annotated[str, Path(max_length=40)]
ANOTHER, LONGER = "encore", "lignes"
"""What the buttons of a new row do beside saving: begin another one, show more lines."""


@router.get("", may=role(Role.ADMIN, Role.RH, Role.RESPONSABLE))
def kinds_page(request: Request, who: Who, session: Reading) -> Response:
    """List the kinds of rows that an account reads."""
    imports = Reach(who, HR | ADMINS).everything
    return render(request, "data/kinds.html", groups=groups_of(who, session), imports=imports)


@router.get("/{kind}", may=role(Role.ADMIN, Role.RH, Role.RESPONSABLE))
def rows_page(
    request: Request,
    kind: KindName,
    who: Who,
    session: Reading,
    *,
    now: Now,
    q: Words = "",
    agence: Words = "",
    avec: Ids = None,
    page: PageNumber = 1,
    fait: Done = "",
) -> Response:
    """List the rows of a kind, searched and narrowed by what the address says."""
    visit = Visit(who, session, kind)
    query = Query(words=q.strip(), agency=agence, ids=named_in(avec), page=page)
    return render(
        request,
        "data/list.html",
        title=title_of(visit.kind),
        kind=visit.kind,
        listing=listing_of(visit, query, remarks_of(visit.kind, session, now)),
        writes=visit.writes,
        done=DEEDS.get(fait, ""),
    )


@router.get("/{kind}/lignes.csv", may=role(Role.ADMIN, Role.RH, Role.RESPONSABLE))
def rows_file(kind: KindName, who: Who, session: Reading) -> Response:
    """Answer the rows of a kind as a CSV, which the page that imports takes back."""
    to_write(who, kind)
    visit = Visit(who, session, kind)
    headers = {"Content-Disposition": f'attachment; filename="{visit.kind.file}"'}
    content = sheet_of(visit.editor, visit.kind)
    return Response(content, media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/{kind}/nouveau", may=role(Role.ADMIN, Role.RH, Role.RESPONSABLE))
def new_row(
    request: Request,
    kind: KindName,
    who: Who,
    session: Reading,
    *,
    avec: Ids = None,
    retour: Back = "",
    fait: Done = "",
) -> Response:
    """Show the form of a new row; the address may fill some of its fields."""
    to_write(who, kind)
    visit = Visit(who, session, kind)
    typed = {**typed_anew(visit, named_in(avec)), BACK: [retour]}
    return new_page(request, visit, typed, done=DEEDS.get(fait, ""))


@router.post("/{kind}/nouveau", may=role(Role.ADMIN, Role.RH, Role.RESPONSABLE))
def add_row(
    request: Request, kind: KindName, who: Who, engine: TheEngine, *, typed: Sent, now: Now
) -> Response:
    """Add a row, with what comes with it; or show again what was typed, and why it is refused."""
    known = to_write(who, kind)
    if first(typed, DEED) == LONGER:
        longer = {**typed, LINES: [str(lines_of(known, typed) + MORE)]}
        with reading(engine) as session:
            return new_page(request, Visit(who, session, kind), longer)
    made = _add(engine, who, kind, typed, now)
    if isinstance(made, HeldBack):
        with reading(engine) as session:
            return new_page(request, Visit(who, session, kind), typed, made)
    back = back_to(typed)
    if first(typed, DEED) == ANOTHER:
        same = {c.header: first(typed, c.field) for c in known.columns.values() if c.names}
        query = [*naming(**same), (RETURN, back), (DONE, "ajoute")]
        return RedirectResponse(f"/donnees/{kind}/nouveau?{urlencode(query)}", status_code=303)
    address = back or f"/donnees/{kind}/{made}"
    return RedirectResponse(f"{address}?{DONE}=ajoute", status_code=303)


def _add(engine: TheEngine, who: Who, kind: str, typed: Typed, now: datetime) -> int | HeldBack:
    """Add the rows of a form, and return the key of the first; or what held them back."""
    known = to_write(who, kind)

    def wanted(editor: RowEditor) -> Wanted:
        rows = values_to_add(editor, known, typed)
        return Wanted(
            changes=[editor.add(row.name, values, place) for row, place, values in rows],
            where=[place for _, place, _ in rows],
            touched=[(row.name, values) for row, _, values in rows],
        )

    made = save(engine, who, wanted, now=now, shown=first(typed, SEEN))
    return made if isinstance(made, HeldBack) else made[0].key


def new_page(
    request: Request,
    visit: Visit,
    typed: Typed,
    outcome: HeldBack | None = None,
    *,
    done: str = "",
    gone: bool = False,
) -> Response:
    """Show the form of a new row; `gone`: it was typed of a row that isn't there any more."""
    return render(
        request,
        "data/new.html",
        status=outcome.status if outcome else 200,
        title=title_of(visit.kind),
        kind=visit.kind,
        form=form_to_add(visit, typed, outcome),
        back=back_to(typed),
        done=done,
        gone=gone,
    )
