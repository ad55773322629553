"""The list of a kind's rows: searched, narrowed and paged by what the address says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from api.data.rows.forms import Nature
from api.data.rows.kinds import KINDS
from api.french.plural import NO_BREAK, plural
from api.french.words import alphabetical
from api.page.data.form.inputs import label_of
from api.page.data.form.sent import WITH, naming
from api.page.data.tables import Table, ordered, table_of
from api.page.data.words import title_of
from api.shell.option import Option

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from api.data.rows.columns import Column, Kind, Row
    from api.page.data.tables import KeyedRow
    from api.page.data.visit import Visit

PAGE = 50
WORDS, AGENCY, NUMBER = "q", "agence", "page"
"""Names in the address of the words looked for, of an agency, of a page."""


@dataclass(frozen=True, kw_only=True)
class Query:
    """What an address asks for: words, an agency, rows that name some ids, a page."""

    words: str = ""
    agency: str = ""
    ids: Mapping[str, str]
    page: int = 1


@dataclass(frozen=True, kw_only=True)
class Filter:
    """A way to narrow the list: its name in the address, and its choices."""

    name: str
    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True, kw_only=True)
class Listing:
    """A page of a list: `count` says how many rows there are, and how many of them it is about."""

    table: Table
    words: str
    filters: tuple[Filter, ...]
    count: str
    pages: str
    before: str
    after: str


def listing_of(visit: Visit, query: Query, remark: Callable[[Row], str]) -> Listing:
    """Return the page that an address asks for, of the rows that the caller sees."""
    kind, every = visit.kind, list(visit.rows())
    rows = list(visit.rows(query.agency)) if query.agency else every
    narrowing = [c for c in visit.columns if c.names and c.names not in ("agences", kind.name)]
    for column in narrowing:
        if name := query.ids.get(column.header, ""):
            rows = [(key, row) for key, row in rows if name in _ids(column, row)]
    if query.words:
        rows = [(key, row) for key, row in rows if _holds(visit, row, query.words, remark)]
    pages = max(1, -(-len(rows) // PAGE))
    number = min(query.page, pages)
    first = (number - 1) * PAGE
    shown = ordered(visit, rows)[first : first + PAGE]
    return Listing(
        table=table_of(visit, shown, remark=remark),
        words=query.words,
        filters=tuple(_filters(visit, narrowing, query, every)),
        count=_count(len(rows), len(every)),
        pages=f"Page {number} sur {pages}" if pages > 1 else "",
        before=_page(kind, query, number - 1) if number > 1 else "",
        after=_page(kind, query, number + 1) if number < pages else "",
    )


def _ids(column: Column, row: Row) -> Sequence[str]:
    value = row.__dict__[column.field]
    return value if column.nature is Nature.IDENTS else (value,)


def _holds(visit: Visit, row: Row, words: str, remark: Callable[[Row], str]) -> bool:
    """Whether all words stand in what the caller sees of a row; what is hidden isn't searched."""
    texts = (visit.shown(column, row) for column in visit.columns)
    text = alphabetical(" ".join([*texts, remark(row)]))
    return all(word in text for word in alphabetical(words).split())


def _filters(
    visit: Visit, columns: Sequence[Column], query: Query, rows: Iterable[KeyedRow]
) -> Iterable[Filter]:
    agencies = visit.names.of("agences")
    kind = visit.kind.name
    placed = kind != "agences" and any(visit.editor.areas(kind, row) for _, row in rows)
    if len(agencies) > 1 and placed:
        yield _filter(AGENCY, "Agence", agencies, query.agency)
    for column in columns:
        labels = visit.names.labels(column.names)
        alone = sum(1 for other in columns if other.names == column.names) == 1
        if len(labels) > 1:
            named = {f"{column.header}:{name}": label for name, label in labels.items()}
            chosen = query.ids.get(column.header, "")
            title = title_of(KINDS[column.names]) if alone else label_of(column)
            yield _filter(WITH, title, named, chosen and f"{column.header}:{chosen}")


def _filter(name: str, label: str, labels: Mapping[str, str], chosen: str) -> Filter:
    return Filter(
        name=name,
        label=label,
        options=(
            Option(value="", label="tout", chosen=not chosen),
            *(Option(value=v, label=text, chosen=v == chosen) for v, text in labels.items()),
        ),
    )


def _count(rows: int, every: int) -> str:
    if rows == every:
        return plural(rows, "ligne") if rows else "Aucune ligne"
    return f"{rows}{NO_BREAK}sur{NO_BREAK}{every}"


def _page(kind: Kind, query: Query, number: int) -> str:
    pairs = [(WORDS, query.words), (AGENCY, query.agency), *naming(**query.ids)]
    kept = [(name, text) for name, text in pairs if text]
    return f"/donnees/{kind.name}?{urlencode([*kept, (NUMBER, str(number))])}"
