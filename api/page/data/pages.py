"""Données: the kinds of rows, the list of each, and the form of a new row; one screen for all."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Path, Query, Request
from fastapi.responses import RedirectResponse, Response

from api.access.caller import Role
from api.access.reach import ADMINS, HR, Reach
from api.access.request import Reading, TheEngine, Who
from api.access.rights.rows import writes
from api.access.rights.rule import role
from api.data.entering.editor import RowEditor, Wanted
from api.data.entering.reader import RowReader, kinds_of, to_write
from api.data.entering.sheet import sheet_of
from api.data.rows.columns import Kind
from api.database.engine import reading
from api.page.data.form import MORE, form_of, lines_of, typed_anew, values_to_add
from api.page.data.listing import Query as RowQuery
from api.page.data.listing import listing_of
from api.page.data.row import removed_lines
from api.page.data.saving import (
    BACK,
    DEED,
    DEEDS,
    DONE,
    FREE,
    LINES,
    RETURN,
    SEEN,
    Back,
    Done,
    HeldBack,
    Ids,
    Sent,
    Typed,
    back_to,
    first,
    named_in,
    naming,
    save,
)
from api.page.data.visit import GROUPS, Visit, group_of, remarks_of, title_of
from api.shell.document import render
from api.shell.guides import Guide
from api.shell.menu import Entry
from api.shell.screens import Screens
from api.web.answering.answer import MOST
from api.web.answering.download import download
from api.web.clock import Now

ENTRY = Entry(
    rank=65,
    address="/donnees",
    title="Données",
    roles=frozenset({Role.RESPONSABLE, Role.RH, Role.ADMIN}),
    icon="database",
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

WRITERS = role(Role.ADMIN, Role.RH, Role.RESPONSABLE)
router = Screens(prefix="/donnees")
Words = Annotated[str, Query(max_length=120)]
PageNumber = Annotated[int, Query(ge=1, le=MOST)]
KindName = Annotated[str, Path(max_length=40)]
ANOTHER, LONGER = "encore", "lignes"
"""What the buttons of a new row do beside saving: begin another one, show more lines."""


def _visit(kind: KindName, who: Who, session: Reading) -> Visit:
    return Visit(who, session, kind)


TheVisit = Annotated[Visit, Depends(_visit)]


@router.get("", may=WRITERS)
def kinds_page(request: Request, who: Who, session: Reading) -> Response:
    """List the kinds of rows that an account reads."""
    reader = RowReader(who, session)
    groups: dict[str, list[tuple[Kind, str, int, bool]]] = {title: [] for title in GROUPS.values()}
    for kind in kinds_of(who):
        count = sum(1 for _ in reader.rows(kind.name))
        line = kind, title_of(kind), count, writes(who, kind.name)
        groups.setdefault(group_of(kind), []).append(line)
    imports = Reach(who, HR | ADMINS).everything
    begins = Reach(who, ENTRY.roles).everything
    return render(request, "data/kinds.html", groups=groups, imports=imports, begins=begins)


@router.get("/{kind}", may=WRITERS)
def rows_page(
    request: Request,
    visit: TheVisit,
    *,
    now: Now,
    q: Words = "",
    agence: Words = "",
    avec: Ids = None,
    page: PageNumber = 1,
    fait: Done = "",
) -> Response:
    """List the rows of a kind, searched and narrowed by what the address says."""
    query = RowQuery(words=q.strip(), agency=agence, ids=named_in(avec), page=page)
    return render(
        request,
        "data/list.html",
        title=title_of(visit.kind),
        kind=visit.kind,
        listing=listing_of(visit, query, remarks_of(visit.kind, visit.session, now)),
        writes=visit.writes,
        done=DEEDS.get(fait, ""),
    )


@router.get("/{kind}/lignes.csv", may=WRITERS)
def rows_file(visit: TheVisit) -> Response:
    """Answer the rows of a kind as a CSV, which the page that imports takes back."""
    to_write(visit.who, visit.kind.name)
    return download(sheet_of(visit.editor, visit.kind), visit.kind.file)


@router.get("/{kind}/nouveau", may=WRITERS)
def new_row(
    request: Request,
    visit: TheVisit,
    *,
    avec: Ids = None,
    retour: Back = "",
    fait: Done = "",
) -> Response:
    """Show the form of a new row; the address may fill some of its fields."""
    to_write(visit.who, visit.kind.name)
    typed = {**typed_anew(visit, named_in(avec)), BACK: [retour]}
    return new_page(request, visit, typed, done=DEEDS.get(fait, ""))


@router.post("/{kind}/nouveau", may=WRITERS)
def add_row(
    request: Request, kind: KindName, who: Who, engine: TheEngine, *, typed: Sent, now: Now
) -> Response:
    """Add a row, with what comes with it; or show again what was typed, and why it is refused."""
    added = to_write(who, kind)

    def wanted(editor: RowEditor) -> Wanted:
        rows = values_to_add(editor, added, typed)
        return (
            [editor.add(row.name, values, place) for row, place, values in rows],
            [place for _, place, _ in rows],
            [(row.name, values) for row, _, values in rows],
        )

    outcome = FREE
    if first(typed, DEED) == LONGER:
        typed = {**typed, LINES: [str(lines_of(added, typed) + MORE)]}
    else:
        try:
            entry, *_ = save(engine, who, wanted, now=now, shown=first(typed, SEEN))
        except HeldBack as refused:
            outcome = refused
        else:
            return RedirectResponse(_after(added, entry.key, typed), status_code=303)
    with reading(engine) as session:
        return new_page(request, Visit(who, session, kind), typed, outcome)


def _after(kind: Kind, key: int, typed: Typed) -> str:
    """Return where to go once a row was added: to its page, back, or to the form of another."""
    back = back_to(typed)
    if first(typed, DEED) != ANOTHER:
        return f"{back or f'/donnees/{kind.name}/{key}'}?{DONE}=ajoute"
    same = {c.header: first(typed, c.field) for c in kind.columns.values() if c.names}
    query = [*naming(**same), (RETURN, back), (DONE, "ajoute")]
    return f"/donnees/{kind.name}/nouveau?{urlencode(query)}"


@router.get("/{kind}/retirees", may=WRITERS)
def removed_page(
    request: Request, visit: TheVisit, avant: Annotated[int, Query(ge=0, le=MOST)] = 0
) -> Response:
    """List the rows that are gone, the last removed first; `avant`: the place to go on from."""
    lines, more = removed_lines(visit, avant)
    return render(
        request,
        "data/removed.html",
        title=title_of(visit.kind),
        kind=visit.kind,
        visit=visit,
        lines=lines,
        more=more,
        first=not avant,
    )


def new_page(
    request: Request,
    visit: Visit,
    typed: Typed,
    outcome: HeldBack = FREE,
    *,
    done: str = "",
    gone: bool = False,
) -> Response:
    """Show the form of a new row; `gone`: it was typed of a row that isn't there any more."""
    return render(
        request,
        "data/new.html",
        status=outcome.status,
        title=title_of(visit.kind),
        kind=visit.kind,
        form=form_of(visit, typed, outcome),
        back=back_to(typed),
        done=done,
        gone=gone,
    )
