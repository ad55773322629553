"""
What a form holds: the texts that were typed, a row as such texts, and the row that they make.

Texts are read as the cells of a file are, so that a page refuses what a file refuses, in the same
words. A field has as many texts as it has boxes ticked; a moment has its time in a field of its
own.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Annotated, Any

from fastapi import Depends, Query, Request
from pydantic_core import PydanticCustomError
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from api.access.caller import Caller
from api.access.reach import OVERSEERS, Reach
from api.data.association import Association
from api.data.entering.editor import RowEditor, Rows, Wanted, invalid
from api.data.rows.columns import Column, Kind, Row
from api.data.rows.forms import FLAG, Nature
from api.data.rows.kinds import KINDS
from api.data.rows.readers import NO_CONTROL, wrong
from api.data.stored.entries import Entry
from api.database.engine import writing
from api.french.moments import hours_words
from api.french.words import after_de, brief_date, capital, shortened
from api.ledger.history import whole
from api.month.places.drafts import assignments_of, drafts
from api.planning.names import Names, names_of
from api.planning.upset import Posting, Touched, UpsetShift, drafted, published, upset_shifts
from api.web.refusing.problems import Fault, Refusal
from api.web.texts import UNREADABLE, form_of
from scheduler.domain.problem import Assignment
from scheduler.domain.time import PARIS, civil_day

Typed = Mapping[str, Sequence[str]]
"""Texts by the name of their field."""

MOST = 4000
"""The most fields of a form: a line of what comes with a row has a few, each box ticked is one."""

NUMBER, BACK, SEEN, DEED, LINES = "_number", "_retour", "_vu", "_geste", "_lignes"
"""Fields of a form that aren't a row's: no column begins with an underscore."""

WITH, DONE, RETURN = "avec", "fait", "retour"
"""Names in the address: ids that rows name, what was done before, where one came from."""

DEEDS = {
    "ajoute": "C’est ajouté.",
    "change": "C’est enregistré.",
    "supprime": "C’est supprimé.",
    "importe": "L’import est fait.",
}
"""What was done before a page, as its address says it, and in French."""

Ids = Annotated[list[str] | None, Query(alias=WITH, max_length=20)]
Done = Annotated[str, Query(alias=DONE, max_length=20)]
FARTHEST = 80
Back = Annotated[str, Query(alias=RETURN, max_length=FARTHEST)]

LOCAL = re.compile(r"/donnees/[a-z_]{1,40}/\d{1,10}|/equipe/[\w.~%-]{1,60}")
"""Where one may be sent back to."""

CLOCK = ".heure"
"""What follows the name of a moment, for the field of its time."""

BROKEN = "\N{REPLACEMENT CHARACTER}"
"""What a form holds of bytes that are no text."""

DIGITS = len("999999999")
SHOWN = 60
"""How many characters of a refused text are said again."""


async def _form(request: Request) -> Typed:
    # Columns refuse what no text holds, each in its own field, and all that is wrong at once.
    form = await request.form(max_files=0, max_fields=MOST)
    typed = by_name((name, text) for name, text in form.multi_items() if isinstance(text, str))
    back = first(typed, BACK)  # of no column
    if UNREADABLE.search(back) or len(back) > FARTHEST:
        received = shortened(UNREADABLE.sub("", back), SHOWN)
        raise invalid([Fault(field=BACK, received=received, expected="une adresse d’ici")])
    return typed


def by_name(pairs: Iterable[tuple[str, str]]) -> Typed:
    """Return texts by name, in their order."""
    texts: dict[str, Sequence[str]] = defaultdict(tuple)
    for name, text in pairs:
        texts[name] = (*texts[name], text)
    return dict(texts)


Sent = Annotated[Typed, Depends(_form)]


async def _readable(request: Request) -> Typed:
    form = await form_of(request, max_files=0, max_fields=MOST)
    return by_name((name, text) for name, text in form.multi_items() if isinstance(text, str))


Readable = Annotated[Typed, Depends(_readable)]
"""The same of a form whose texts aren't all a row's: what no text holds is refused at once."""


def named_in(texts: Iterable[str] | None) -> dict[str, str]:
    """Return by header the ids that an address gives: `personne:ada`."""
    pairs = (text.partition(":") for text in texts or ())
    return {header: ident for header, _, ident in pairs if ident}


def naming(**ids: str) -> list[tuple[str, str]]:
    """Return the part of an address that gives ids, by header."""
    return [(WITH, f"{header}:{ident}") for header, ident in ids.items() if ident]


def back_to(typed: Typed) -> str:
    """Return the page of the row from which one came (empty: from none)."""
    address = first(typed, BACK)
    return address if LOCAL.fullmatch(address) else ""


def number_of(typed: Typed) -> int:
    """Return the revision of the row that a form changes (0: it doesn't say)."""
    return whole_number(first(typed, NUMBER))


def ticked(column: Column) -> bool:
    """Whether a column is one box to tick: yes or no, and no where nothing is said."""
    return column.form is FLAG and column.default is False


def several(column: Column) -> bool:
    """Whether a column is a list of boxes to tick."""
    listed = column.nature is Nature.IDENTS and bool(column.names)
    return listed or column.nature in (Nature.CHOICES, Nature.WEEKDAYS)


def first(typed: Typed, name: str) -> str:
    """Return the text of a field (empty: none was sent)."""
    texts = typed.get(name) or ("",)
    return texts[0].replace("\r\n", "\n").strip()


def whole_number(text: str) -> int:
    """Return a whole number that a field of the page's own holds (0: it holds none)."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= DIGITS else 0


def cell(column: Column, typed: Typed, prefix: str = "") -> str:
    """Return what was typed of a column as a cell of a file would have it."""
    name = prefix + column.field
    if several(column):
        return ",".join(text.strip() for text in typed.get(name, ()) if text.strip())
    if ticked(column):
        return "oui" if first(typed, name) else "non"
    if column.nature is Nature.MOMENT:
        return f"{first(typed, name)} {first(typed, name + CLOCK)}".strip()
    return first(typed, name)


def read(
    columns: Iterable[Column], kind: Kind, typed: Typed, prefix: str = ""
) -> tuple[dict[str, Any], list[Fault]]:
    """Return the values of what was typed, as JSON has them; or all that can't be read."""
    values, faults = {}, []
    for column in columns:
        text = cell(column, typed, prefix)
        try:
            if BROKEN in text:
                raise wrong(NO_CONTROL)
            values[column.field] = column.read(text)
        except PydanticCustomError as error:
            received = shortened(text, SHOWN)
            name = prefix + column.field
            faults.append(Fault(field=name, received=received, expected=error.message()))
    if faults:
        return {}, faults
    row = kind.model.model_construct(None, **values)
    return row.model_dump(mode="json", include=set(values)), []


def typed_of(columns: Iterable[Column], row: Row | None, prefix: str = "") -> dict[str, list[str]]:
    """Return what a form would hold of a row (None: of one that begins)."""
    typed: dict[str, list[str]] = {}
    for column in columns:
        initial = None if column.needed else column.default
        value = row.__dict__[column.field] if row else initial
        typed[prefix + column.field] = list(_texts(column, value))
        if column.nature is Nature.MOMENT and value:
            clock = value[1]
            typed[prefix + column.field + CLOCK] = [f"{clock:%H:%M}" if clock else ""]
    return typed


def untouched(columns: Iterable[Column], typed: Typed, prefix: str) -> bool:
    """Whether nothing was typed in a form that began empty."""
    columns = tuple(columns)
    blank = typed_of(columns, None, prefix)
    return all(cell(c, typed, prefix) == cell(c, blank, prefix) for c in columns)


def _texts(column: Column, value: Any) -> Sequence[str]:
    if value is None:
        return ()
    if column.nature is Nature.DAY:
        return (value.isoformat(),)
    if column.nature is Nature.MOMENT:
        return (value[0].isoformat(),)
    if ticked(column):
        return ("oui",) if value else ()
    text = column.write(value)
    if several(column):
        return tuple(text.split(",")) if text else ()
    return (text,)


LISTED = 12
"""How many shifts are listed; the rest are counted."""

DRAFTS = 100
"""The most drafts that are looked at, the newest first."""


@dataclass
class HeldBack(Exception):  # noqa: N818 - what is shown again, more than an error
    """
    Changes that were not made: refused, or upsetting something that wasn't shown yet.

    With neither, nothing is held back (`FREE`): so is a form that nobody has sent.
    """

    problem: Refusal | None = None
    surprises: tuple[str, ...] = ()

    @property
    def status(self) -> int:
        """Return the status of the page that shows it (409: what it upsets is to be chosen)."""
        return self.problem.status if self.problem else 409 if self.surprises else 200

    @property
    def faults(self) -> Sequence[Fault]:
        """Return what is wrong with its fields."""
        return self.problem.errors if self.problem else ()

    @property
    def mark(self) -> str:
        """Return what says, when the form comes again, that these surprises were shown."""
        if not self.surprises:
            return ""
        return sha256("\n".join(self.surprises).encode()).hexdigest()[:16]


FREE = HeldBack()


def save(
    engine: Engine,
    who: Caller,
    wanted: Callable[[RowEditor], Wanted],
    *,
    now: datetime,
    shown: str,
    also: Callable[[Session], object] | None = None,
    more: Sequence[str] = (),
) -> Sequence[Entry]:
    """
    Make changes in one transaction, and return the rows as written; or raise `HeldBack`.

    `shown`: the mark of the surprises that the caller has seen; changes with others are held back.
    `also`: what is done with them, in their transaction.
    `more`: what the form itself has to warn of.
    """
    try:
        with writing(engine) as session:
            editor = RowEditor(who, session)
            changes, where, touched = wanted(editor)
            watch = Watch(editor, now, touched)
            entries = editor.apply(changes, where)
            outcome = HeldBack(surprises=(*more, *watch.surprises()))
            if outcome.surprises and outcome.mark != shown:
                raise outcome  # the transaction undoes what was written
            if also is not None:
                also(session)
            return entries
    except Refusal as refusal:
        raise HeldBack(problem=refusal) from None


class Watch:
    """Snapshot before a change, to list its side effects in the same transaction."""

    def __init__(self, editor: RowEditor, now: datetime, rows: Rows) -> None:
        self.editor, self.now, self.rows = editor, now, rows
        self.before = whole(editor.session)
        self.remarks = frozenset(editor.remarks(rows))

    def surprises(self) -> tuple[str, ...]:
        """Return in French what the change upsets."""
        after = whole(self.editor.session)
        touched = _touched(self.rows, self.before, after)
        postings = list(self._postings(touched)) if touched else ()
        upset = upset_shifts(self.before, after, postings)
        remarks = (r for r in self.editor.remarks(self.rows) if r not in self.remarks)
        return (*map(capital, remarks), *_lines(upset, self.before))

    def _postings(self, touched: Touched) -> Iterable[Posting]:
        """Yield the shifts that are published, and the drafts' others that the caller reads."""
        shifts = tuple(published(self.before, self.now, touched))
        yield from shifts
        posted = {Assignment(shift.mediator, shift.slot) for shift in shifts}
        month = civil_day(self.now).replace(day=1)
        reach = Reach(self.editor.who, OVERSEERS)
        for row in drafts(self.editor.session, limit=DRAFTS):
            if row.month >= month and reach.planning(row, self.before):
                version = assignments_of(self.editor.session, row.id, row.head)
                title = row.title or "Planning"
                yield from drafted(self.before, self.now, touched, title, version - posted)


def _touched(rows: Rows, before: Association, after: Association) -> Touched:
    people, templates = set[str](), set[str]()
    for kind, values in rows:
        people |= set(_ids(kind, values, "personnes"))
        for source in ("gabarits", "temps_equipe", "rendez_vous"):
            templates |= set(_ids(kind, values, source))
        for cohort in _ids(kind, values, "cohortes"):
            people |= {who for a in (before, after) for c, who in a.members if c == cohort}
        for season in _ids(kind, values, "saisons"):
            templates |= {t.id for t in before.templates if t.season == season}
    return Touched(people=people, templates=templates)


def _ids(kind: str, values: Mapping[str, Any], source: str) -> Iterable[str]:
    """Yield the ids of a kind that a row has or names."""
    if kind == source and values.get("id"):
        yield values["id"]
    for column in KINDS[kind].columns.values():
        if column.names == source:
            yield from column.ids(values.get(column.field))


def _lines(upset: Sequence[UpsetShift], association: Association) -> Iterable[str]:
    names = names_of(association)
    for shift in upset[:LISTED]:
        yield _words(shift, names)
    if len(upset) > LISTED:
        yield f"Et {len(upset) - LISTED} autres services."


def _words(shift: UpsetShift, names: Names) -> str:
    posting = shift.posting
    start, end = (moment.astimezone(PARIS) for moment in (posting.span.start, posting.span.end))
    when = f"{brief_date(start.date())} {start.year}, {hours_words(start, end)}"
    place = f", {names.site(posting.site)}" if posting.site else ""
    where = "publié" if posting.draft is None else f"du brouillon « {posting.draft} »"
    return f"Service {where} {after_de(shift.person)}, {when}{place} : {shift.why}."
