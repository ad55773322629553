"""
Declare once what each column of an association's rows is.

A row is a class whose fields carry all that is known of its columns: header, meaning, example,
bounds, who may read it, what it names. Its cells, its JSON, its table, the documentation of the
format and the template are made from that. A row is a pydantic model: JSON is validated against it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, replace
from functools import cache, cached_property
from types import MappingProxyType, NoneType, UnionType
from typing import Annotated, Any, ParamSpec, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError

from api.data.rows.forms import FLAG, UNREADABLE, Form, Nature, one_of, refusal

P = ParamSpec("P")
R = TypeVar("R", bound="Row")

NOTHING: Any = ...
"""The default of a column whose cells must all be filled."""

EMPTY: tuple[Any, ...] = (None, "", (), frozenset())
"""Values that are written as an empty cell."""


@dataclass(frozen=True)
class Declared:
    """
    What is declared of a column: its header, what it is in French, and an example as JSON has it.

    `default`: what an empty cell means (none may be empty without; None if the type allows it).
    Such a column may be missing, unless it is there `always`. `names`: the kind whose ids it holds
    (empty: no ids). `private`: RH's to read, and no responsable's. `outlives`: whether the row
    stays if the person whom it names here is erased; `NOBODY` then replaces them. `form`: how it
    is written and bounded, if its type doesn't say it.
    """

    header: str
    meaning: str
    example: Any = NOTHING
    _: KW_ONLY
    default: Any = NOTHING
    always: bool = False
    names: str = ""
    private: bool = False
    outlives: bool = False
    form: Form | None = None

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        """Write the choices of a column in its place, and not as a schema of their own."""
        return _inlined(handler(core), handler)


def _inlined(schema: dict[str, Any], handler: GetJsonSchemaHandler) -> dict[str, Any]:
    if "$ref" in schema:
        full = handler.resolve_ref_schema(schema)
        return {"enum": full["enum"], "type": full["type"]}
    if "anyOf" in schema:
        return schema | {"anyOf": [_inlined(part, handler) for part in schema["anyOf"]]}
    if "items" in schema:
        return schema | {"items": _inlined(schema["items"], handler)}
    return schema


def _as_field(declare: Callable[P, Declared]) -> Callable[P, Any]:
    def field(*args: P.args, **kwargs: P.kwargs) -> Any:
        declared = declare(*args, **kwargs)
        info = Field(declared.default)
        info.metadata.append(declared)
        return info

    return field


column = _as_field(Declared)
"""Declares a column (see `Declared`) as the field of a row."""


@dataclass(frozen=True, kw_only=True)
class Column(Declared):
    """A column of a kind of rows: its declaration, its field and its type."""

    field: str
    type: Any
    parts: tuple[Any, ...]
    nullable: bool
    form: Form

    @property
    def nature(self) -> Nature:
        """Return what the column's cells hold."""
        return self.form.nature

    @property
    def choices(self) -> tuple[str, ...]:
        """Return the only texts that a cell, or each part of it, may have (empty: any text)."""
        return self.form.choices

    @property
    def needed(self) -> bool:
        """Whether each cell must be filled."""
        return self.default is NOTHING

    @property
    def optional(self) -> bool:
        """Whether files may lack the column."""
        return not (self.needed or self.always)

    @cached_property
    def expected(self) -> str:
        """Return what a cell should hold, in French, as a refusal says it."""
        return refusal(self.read, UNREADABLE.get(self.nature, "?"))

    @property
    def described(self) -> str:
        """Return the column's meaning for JSON: hours in minutes, null if empty, days numbered."""
        words = self.meaning
        if self.nature is Nature.HOURS:
            head, mark, tail = words.partition(" (")
            words = f"{head}, en minutes{mark}{tail}"
        elif self.nature is Nature.WEEKDAYS and "(" not in words:
            words += " (0 : lundi)"
        elif self.type is bool and self.form is not FLAG:
            words += " (true : {} ; false : {})".format(*self.choices)
        empty = "null" if self.nullable else "0" if self.type is int else "vide"
        return words.replace("(vide :", f"({empty} :")

    def unneeded(self) -> Column:
        """Return the column as files have it that may lack it if it is private."""
        if self.optional or not self.private:
            return self
        default = None if self.needed else self.default
        return replace(self, default=default, always=False)

    def read(self, text: str) -> Any:
        """Read a cell; refuse in French a text that it can't hold."""
        if text or self.needed:
            return self.form.read(text)
        return self.default

    def write(self, value: Any) -> str:
        """Write a value as a cell's text; None gives an empty cell."""
        return "" if value is None else self.form.write(value)

    def checked(self, value: Any) -> Any:
        """Return a value that wasn't read from a cell; refuse a value that no cell could hold."""
        if not self.needed and (value in EMPTY or value == self.default):
            return self.default
        return self.form.check(value)

    def ids(self, value: Any) -> Sequence[str]:
        """Return the ids in a value (none: the column holds no ids)."""
        if not self.names or not value:
            return ()
        return (value,) if isinstance(value, str) else tuple(value)

    def settled(self, value: Any) -> Any:
        """Return a value as reading its cell would give it, or unchanged if no cell can hold it."""
        try:
            return self.checked(value)
        except PydanticCustomError:
            return value


class Row(BaseModel):
    """A row of an association, with its values by field; pydantic validates rows from JSON."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


@dataclass(frozen=True, eq=False, kw_only=True)
class Kind:
    """
    A kind of rows: the name of its file, the name of its table, and what is said of its rows.

    `word`: what a row, or what it names, is called in messages. `once`: the fields that together
    identify a row. `required`: every association has such rows.
    """

    name: str
    table: str
    model: type[Row]
    word: str
    once: tuple[str, ...]
    required: bool

    @property
    def file(self) -> str:
        """Return the name of the kind's file."""
        return f"{self.name}.csv"

    @property
    def words(self) -> str:
        """Return what the kind's rows are, in French."""
        return self.model.__doc__ or ""

    @cached_property
    def columns(self) -> Mapping[str, Column]:
        """Return the kind's columns by field, in order."""
        return columns_of(self.model)

    @cached_property
    def by_header(self) -> Mapping[str, Column]:
        """Return the kind's columns by header, in order."""
        return MappingProxyType({column.header: column for column in self.columns.values()})

    @cached_property
    def headers(self) -> tuple[str, ...]:
        """Return the headers of the kind's file."""
        return tuple(self.by_header)

    @cached_property
    def optional(self) -> frozenset[str]:
        """Return the headers that a file may lack."""
        return frozenset(header for header, column in self.by_header.items() if column.optional)

    @property
    def has_ids(self) -> bool:
        """Whether the kind's rows have ids that other rows may refer to."""
        return "id" in self.columns

    @cached_property
    def private(self) -> tuple[str, ...]:
        """Return the fields that a responsable can enter once and that only RH can read."""
        return tuple(c.field for c in self.columns.values() if c.private)

    @cached_property
    def examples(self) -> Mapping[str, Any]:
        """Return an example of a row, as JSON."""
        return {
            column.field: column.example
            for column in self.columns.values()
            if column.example is not NOTHING
        }

    @cached_property
    def unprivate(self) -> Kind:
        """
        Return the kind whose files may lack private columns, or leave their cells empty.

        Such a cell says nothing: its field has the default, or None where there is none.
        """
        renamed = replace(self)
        renamed.__dict__["columns"] = MappingProxyType(
            {field: column.unneeded() for field, column in self.columns.items()}
        )
        return renamed

    def field_of(self, header: str) -> str:
        """Return the field of a header, or the header itself if it is none of the kind's."""
        return self.by_header[header].field if header in self.by_header else header


def kind(
    name: str,
    table: str,
    *,
    word: str = "",
    once: tuple[str, ...] = ("id",),
    required: bool = False,
) -> Callable[[type[R]], type[R]]:
    """Declare that a class of rows is a kind (see `Kind`); rows with an id are unique by it."""

    def declare(model: type[R]) -> type[R]:
        keys = once if set(once) <= set(model.model_fields) else ()
        declared = Kind(
            name=name, table=table, model=model, word=word, once=keys, required=required
        )
        for column in declared.columns.values():
            # Validators and schemas are built when first needed, and take both from here.
            info = model.model_fields[column.field]
            where = f"colonne « {column.header} » de {name}.csv"
            info.description = f"{column.described} ({where})."
            if column.nullable:
                info.default = None
        DECLARED[model] = declared
        return model

    return declare


DECLARED: dict[type[Row], Kind] = {}
"""Kinds by their rows' class."""


@cache
def columns_of(model: type[BaseModel]) -> Mapping[str, Column]:
    """Return a model's columns by field, in order."""
    read = {}
    for name, info in model.model_fields.items():
        (declared,) = (part for part in info.metadata if isinstance(part, Declared))
        forms = [part for part in info.metadata if isinstance(part, Form)]
        kind: Any = info.annotation
        nullable = False
        if get_origin(kind) in {Union, UnionType}:
            kind, nullable = next(p for p in get_args(kind) if p is not NoneType), True
        if get_origin(kind) is Annotated:
            kind, *metadata = get_args(kind)
            forms += [part for part in metadata if isinstance(part, Form)]
        bare, parts = get_origin(kind) or kind, get_args(kind)
        form = declared.form or next(iter(forms), None) or one_of(bare)
        default = None if nullable else declared.default
        read[name] = Column(
            **vars(declared)
            | {"field": name, "type": bare, "parts": parts, "nullable": nullable}
            | {"form": form, "default": default}
        )
    return MappingProxyType(read)


def cells_of(row: Row) -> dict[str, str]:
    """Return a row's cells, by header."""
    columns = columns_of(type(row)).values()
    return {column.header: column.write(row.__dict__[column.field]) for column in columns}


def people_of(kind: Kind, row: Row) -> Iterator[str]:
    """Yield the ids of the people whom a row names, or whose own it is."""
    if kind.name == "personnes":
        yield row.__dict__["id"]
    for column in kind.columns.values():
        if column.names == "personnes":
            yield from column.ids(row.__dict__[column.field])
