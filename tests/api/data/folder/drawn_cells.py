"""Cells that each source's columns take, drawn for properties."""

from __future__ import annotations

from datetime import date, time
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Annotated, Any, Union, get_args, get_origin

from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from api.data.rows.cells import SHORT_DAYS, as_of

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

    from api.data.rows.sources import Source

DAYS = st.dates(date(1900, 1, 1), date(2024, 12, 31))
CLOCKS = st.times().map(lambda t: time(t.hour, t.minute))
WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=40).map(
    str.strip
)
IDENTS = st.from_regex(r"[A-Za-zéè0-9.~_-]{1,12}", fullmatch=True)
COUNTS = (st.integers(1, 10) | st.integers(0, 999)).map(str)
HOURS = st.integers(1, 720).map(lambda m: f"{m // 60}h{m % 60:02d}") | st.integers(1, 720).map(
    lambda m: f"{m / 60:.4f}".replace(".", ",")
)
SIMPLE: dict[Any, st.SearchStrategy[str]] = {
    bool: st.sampled_from(("oui", "non", "travailler", "repos", "OUI")),
    date: DAYS.map(lambda d: f"{d:%d/%m/%Y}")
    | DAYS.map(date.isoformat)
    | DAYS.map(lambda d: f"{d:%Y-%m}"),
    time: CLOCKS.map(lambda t: f"{t:%H:%M}") | CLOCKS.map(lambda t: f"{t.hour}h{t:%M}"),
    float: st.integers(-90_000_000, 90_000_000).map(lambda n: f"{n / 1_000_000:.6f}"),
}


@cache
def rows_of(source: Source) -> st.SearchStrategy[dict[str, str]]:
    """Draw the cells of a row that can be read."""
    columns = {info.alias or name: _cells(info) for name, info in source.model.model_fields.items()}
    return st.fixed_dictionaries(columns)


def _cells(field: FieldInfo) -> st.SearchStrategy[str]:
    told: Any = Annotated[field.annotation, *field.metadata]
    adapter = TypeAdapter(told)

    def accepts(text: str) -> bool:
        try:
            adapter.validate_python(text)
        except ValidationError:
            return False
        return True

    drawn = _by_type(field, accepts)
    return (st.just("") | drawn if accepts("") else drawn).filter(accepts)


def _by_type(field: FieldInfo, accepts: Any) -> st.SearchStrategy[str]:
    kind: Any = field.annotation
    if get_origin(kind) in {Union, UnionType}:
        kind = next(part for part in get_args(kind) if part is not NoneType)
    base, parts, told = get_origin(kind) or kind, get_args(kind), as_of(field.metadata)
    if told is not None and told.names:
        return st.sampled_from(told.names)
    if isinstance(base, type) and issubclass(base, Enum):
        return st.sampled_from([one.value for one in base if one.value])
    if base is str:
        return WORDS if accepts("a b") else IDENTS | st.sampled_from("ABC")
    if base is int:
        return HOURS if accepts("26h15") or accepts("11h15") else COUNTS
    if base in {tuple, frozenset}:
        return _several(parts)
    return SIMPLE[base]


def _several(parts: tuple[Any, ...]) -> st.SearchStrategy[str]:
    if len(parts) == 1:
        some = SHORT_DAYS if parts[0] is int else [one.value for one in parts[0]]
        return st.lists(st.sampled_from(some), min_size=1).map(", ".join)
    if parts[0] is str:
        return st.lists(IDENTS, max_size=4, unique=True).map(", ".join)
    if parts[0] is int:
        words = st.sampled_from(["jours", "j ouvrés"])
        return st.builds(lambda n, word: f"{n} {word}", st.integers(0, 99), words)
    days = DAYS.map(lambda d: f"{d:%d/%m/%Y}")
    return days | st.builds(lambda d, t: f"{d} {t:%H:%M}", days, CLOCKS)
