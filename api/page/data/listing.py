"""The list of a kind's rows, searched, narrowed and paged by its address; rows as a table."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any
from urllib.parse import urlencode

from api.data.rows.columns import Column, Kind, Row
from api.data.rows.forms import Nature
from api.data.rows.kinds import KINDS
from api.french.plural import NO_BREAK, plural
from api.french.words import alphabetical
from api.page.data.saving import WITH, naming
from api.page.data.visit import CALLED, Visit, label_of, title_of
from api.shell.option import Option

KeyedRow = tuple[int, Row]

PAGE = 50
WIDTH = 5
"""How many values a line shows beside what the row is called."""

FEW = 2
"""How many of several names a line shows."""

DAYS = (Nature.DAY, Nature.MOMENT)

ENDS = ("end", "until")
"""Fields that say the last day of what would last for ever without it."""


@dataclass(frozen=True, kw_only=True)
class Query:
    """What an address asks for: words, an agency, rows that name some ids, a page."""

    words: str = ""
    agency: str = ""
    ids: Mapping[str, str]
    page: int = 1


@dataclass(frozen=True, kw_only=True)
class Line:
    """A row: what it is called and a remark on it, its values; `open`: it has no end yet."""

    key: int
    title: str
    remark: str
    cells: tuple[str, ...]
    open: bool


@dataclass(frozen=True, kw_only=True)
class Table:
    """Rows of a kind; `head` is the header of what they are called."""

    kind: str
    head: str
    headers: tuple[str, ...]
    lines: tuple[Line, ...]


def listing_of(visit: Visit, query: Query, remark: Callable[[Row], str]) -> dict[str, Any]:
    """
    Return the page that an address asks for, of the rows that the caller sees.

    `filters`: name in the address, label and choices of what narrows it. `count`: how many rows
    there are, and of how many. `before`, `after`: addresses of the pages beside (empty: none).
    """
    kind, every = visit.kind, list(visit.rows())
    rows = list(visit.rows(query.agency)) if query.agency else every
    narrowing = [c for c in visit.columns if c.names and c.names not in ("agences", kind.name)]
    for column in narrowing:
        if name := query.ids.get(column.header, ""):
            rows = [
                (key, row) for key, row in rows if name in column.ids(row.__dict__[column.field])
            ]
    if query.words:
        rows = [(key, row) for key, row in rows if _holds(visit, row, query.words, remark)]
    pages = max(1, -(-len(rows) // PAGE))
    number = min(query.page, pages)
    first = (number - 1) * PAGE
    count = plural(len(rows), "ligne") if rows else "Aucune ligne"
    if len(rows) != len(every):
        count = f"{len(rows)}{NO_BREAK}sur{NO_BREAK}{len(every)}"
    return {
        "table": table_of(visit, ordered(visit, rows)[first : first + PAGE], remark=remark),
        "words": query.words,
        "filters": tuple(_filters(visit, narrowing, query, every)),
        "count": count,
        "pages": f"Page {number} sur {pages}" if pages > 1 else "",
        "before": _page(kind, query, number - 1) if number > 1 else "",
        "after": _page(kind, query, number + 1) if number < pages else "",
    }


def _holds(visit: Visit, row: Row, words: str, remark: Callable[[Row], str]) -> bool:
    """Whether all words occur in what the caller sees of a row; what is hidden isn't searched."""
    texts = (visit.names.written(c, row.__dict__[c.field]) for c in visit.seen(row))
    text = alphabetical(" ".join([*texts, remark(row)]))
    return all(word in text for word in alphabetical(words).split())


def _filters(
    visit: Visit, columns: Sequence[Column], query: Query, rows: Iterable[KeyedRow]
) -> Iterable[tuple[str, str, Sequence[Option]]]:
    agencies, kind = visit.names.of("agences"), visit.kind.name
    placed = kind != "agences" and any(
        visit.editor.places.of(kind, row.__dict__) for _, row in rows
    )
    if len(agencies) > 1 and placed:
        yield "agence", "Agence", _options(agencies, query.agency)
    for column in columns:
        labels = visit.names.labels(column.names)
        alone = sum(1 for other in columns if other.names == column.names) == 1
        if len(labels) > 1:
            named = {f"{column.header}:{name}": label for name, label in labels.items()}
            chosen = query.ids.get(column.header, "")
            title = title_of(KINDS[column.names]) if alone else label_of(column)
            yield WITH, title, _options(named, chosen and f"{column.header}:{chosen}")


def _options(labels: Mapping[str, str], chosen: str) -> list[Option]:
    some = {"": "tout", **labels}
    return [Option(value=v, label=label, chosen=v == chosen) for v, label in some.items()]


def _page(kind: Kind, query: Query, number: int) -> str:
    pairs = [("q", query.words), ("agence", query.agency), *naming(**query.ids)]
    kept = [(name, text) for name, text in pairs if text]
    return f"/donnees/{kind.name}?{urlencode([*kept, ('page', str(number))])}"


def ending(kind: Kind) -> Column | None:
    """Return the column of a row's last day, if rows may have none."""
    columns = (kind.columns[field] for field in ENDS if field in kind.columns)
    return next((c for c in columns if c.nature is Nature.DAY and c.nullable), None)


def ordered(visit: Visit, rows: Iterable[KeyedRow]) -> list[KeyedRow]:
    """Return rows as people look for them: the latest first, else by agency and name."""
    rows, kind = list(rows), visit.kind
    by_day = _first_day(kind)
    if by_day is not None:
        return sorted(
            rows, key=lambda r: (_instant(r[1].__dict__[by_day.field]), r[0]), reverse=True
        )
    agency = kind.columns.get("agency") if kind.has_ids else None

    def place(keyed: KeyedRow) -> tuple[str, str, int]:
        key, row = keyed
        where = visit.shown(agency, row) if agency and agency.needed else ""
        return alphabetical(where), alphabetical(visit.title(row)), key

    return sorted(rows, key=place)


def around(kind: Kind, rows: Sequence[KeyedRow], today: date, few: int) -> Sequence[KeyedRow]:
    """Return a few of rows that are in order: those that begin next, and the last that began."""
    by_day = _first_day(kind)
    if by_day is None:
        return rows[:few]
    days = (_instant(row.__dict__[by_day.field])[0] for _, row in rows)
    coming = sum(f"{day:%Y-%m-%d}" > f"{today}" for day in days)
    first = max(min(coming - few // 2, len(rows) - few), 0)
    return rows[first : first + few]


def _first_day(kind: Kind) -> Column | None:
    """Return the column by whose days rows are in order (None: they are by name)."""
    if kind.has_ids:
        return None
    columns = kind.columns.values()
    return next((c for c in columns if c.needed and c.nature in DAYS), None)


def _is_filled(column: Column, rows: Sequence[KeyedRow]) -> bool:
    """Whether some row has another value than the default, in a column that isn't private."""
    return not column.private and any(
        row.__dict__[column.field] != column.default for _, row in rows
    )


def _instant(value: Any) -> tuple[date, time]:
    """Return the sort key of a day, or of a day with a time."""
    day, clock = value if isinstance(value, tuple) else (value, None)
    return day, clock or time.min


def table_of(
    visit: Visit,
    rows: Sequence[KeyedRow],
    *,
    without: Collection[str] = (),
    width: int = WIDTH,
    remark: Callable[[Row], str] = lambda _: "",
) -> Table:
    """
    Return the table of rows.

    `without`: fields that all of them have alike. `width`: how many values a line shows: columns
    that say something, but no birth nor home, which nobody looks for in a list.
    """
    kind = visit.kind
    columns = sorted(
        (c for c in visit.columns if c.field not in without), key=lambda column: not column.needed
    )
    called = (c for c in columns if c.field in CALLED and kind.has_ids)
    head = next(called, columns[0])
    others = [c for c in columns if c is not head]
    others = [c for c in others if c.needed or _is_filled(c, rows)][:width]
    end = ending(kind)
    return Table(
        kind=kind.name,
        head=label_of(head),
        headers=tuple(label_of(column) for column in others),
        lines=tuple(
            Line(
                key=key,
                title=visit.shown(head, row) or "sans nom",
                remark=remark(row),
                cells=tuple(visit.shown(column, row, FEW) for column in others),
                open=end is not None and row.__dict__[end.field] is None,
            )
            for key, row in rows
        ),
    )
