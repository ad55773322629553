"""Cells that each source's columns take, drawn for properties."""

from datetime import date, time
from functools import cache
from typing import Any

from hypothesis import strategies as st

from api.data.errors import Faults
from api.data.rows.columns import Column, Kind, Row
from api.data.rows.forms import ZONE, Nature, refusal
from api.data.rows.lines import Placed, Reader, Written
from api.data.rows.writers import SHORT_DAYS
from scheduler.domain.people import StaffRole

DAYS = st.dates(date(1900, 1, 1), date(2024, 12, 31))
CLOCKS = st.times().map(lambda t: time(t.hour, t.minute))
WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=40).map(
    str.strip
)
IDENTS = st.from_regex(r"[A-Za-zéè0-9.~_-]{1,12}", fullmatch=True)
HOURS = st.integers(1, 720).map(lambda m: f"{m // 60}h{m % 60:02d}") | st.integers(1, 720).map(
    lambda m: f"{m / 60:.4f}".replace(".", ",")
)
ZONES = st.sampled_from("ABC")
FLAGS = ("oui", "non", "travailler", "repos", "OUI")
MONTHS = DAYS.map(lambda d: f"{d:%Y-%m}")
SIMPLE: dict[Any, st.SearchStrategy[str]] = {
    date: DAYS.map(lambda d: f"{d:%d/%m/%Y}") | DAYS.map(date.isoformat),
    time: CLOCKS.map(lambda t: f"{t:%H:%M}") | CLOCKS.map(lambda t: f"{t.hour}h{t:%M}"),
    float: st.integers(-90_000_000, 90_000_000).map(lambda n: f"{n / 1_000_000:.6f}"),
}


@cache
def rows_of(kind: Kind) -> st.SearchStrategy[dict[str, str]]:
    """Draw the cells of a row that can be read."""
    return st.fixed_dictionaries({c.header: _cells(c) for c in kind.columns.values()})


def read_row(kind: Kind, cells: dict[str, str]) -> Row:
    """Read a row of a kind."""
    faults = Faults()
    placed = Reader(kind, faults).row(Written(kind, 1, cells))
    assert isinstance(placed, Placed), faults.errors
    row: Row = placed.row
    return row


def _cells(column: Column) -> st.SearchStrategy[str]:
    def accepts(text: str) -> bool:
        return not refusal(column.read, text)

    drawn = _by_type(column, accepts)
    return (st.just("") | drawn if accepts("") else drawn).filter(accepts)


def _by_type(column: Column, accepts: Any) -> st.SearchStrategy[str]:
    base = column.type
    if column.nature is Nature.CHOICE and base is not bool:
        return st.sampled_from(column.choices)
    # Few columns take a month, or these words: drawn for all, they would be refused too often.
    if base is bool:
        return st.sampled_from([word for word in FLAGS if accepts(word)])
    if base is str:
        return ZONES if column.form is ZONE else WORDS if accepts("a b") else IDENTS
    if base is int:
        return HOURS if column.nature is Nature.HOURS else st.integers(0, column.form.high).map(str)
    if base in {tuple, frozenset}:
        return _several(column.parts)
    return SIMPLE[base] | MONTHS if base is date and accepts("2024-01") else SIMPLE[base]


def _several(parts: tuple[Any, ...]) -> st.SearchStrategy[str]:
    if len(parts) == 1:
        some = [kind.value for kind in StaffRole] if parts[0] is StaffRole else SHORT_DAYS
        return st.lists(st.sampled_from(some), min_size=1).map(", ".join)
    if parts[-1] is Ellipsis:
        return st.lists(IDENTS, max_size=4, unique=True).map(", ".join)
    if parts[0] is int:
        words = st.sampled_from(["jours", "j ouvrés"])
        return st.builds(lambda n, word: f"{n} {word}", st.integers(0, 99), words)
    days = DAYS.map(lambda d: f"{d:%d/%m/%Y}")
    return days | st.builds(lambda d, t: f"{d} {t:%H:%M}", days, CLOCKS)
