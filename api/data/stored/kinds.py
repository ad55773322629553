"""The kinds of rows of an association: as JSON for callers, as cells for the loader."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ValidationError

from api.data.rows.cells import columns_of
from api.data.rows.sources import SOURCES, Source
from api.data.stored.json_fields import as_json, cells_from, model_of
from api.data.stored.records import RECORDS
from api.data.stored.refusals import RefusedRowsError, RowFault
from api.french.expected import expected, found

if TYPE_CHECKING:
    from collections.abc import Mapping

    from api.data.rows.people import Row
    from api.data.tables.record import Record


@dataclass(frozen=True)
class Kind:
    """One kind of rows: `personnes`, `contrats`…."""

    source: Source

    @property
    def name(self) -> str:
        """Its name, the file's without its ending."""
        return self.source.name

    @property
    def model(self) -> type[Row]:
        """The model of its rows."""
        return self.source.model

    @property
    def record(self) -> type[Record]:
        """Its table."""
        return RECORDS[self.source.model]

    @cached_property
    def json_model(self) -> type[BaseModel]:
        """The model of its rows as JSON."""
        return model_of(self.source, self.record)

    @cached_property
    def field_of(self) -> Mapping[str, str]:
        """Its fields by the headers of their columns."""
        return {column: name for column, name, _ in columns_of(self.model)}

    def to_json(self, row: Row) -> dict[str, Any]:
        """Return a row as JSON, as `json_model` takes it."""
        fields = self.model.model_fields
        return {name: as_json(getattr(row, name), field) for name, field in fields.items()}

    def from_json(self, values: Mapping[str, Any] | BaseModel) -> dict[str, str]:
        """
        Return the cells of a row given as JSON, or as a `json_model`.

        Raises
        ------
        RefusedRowsError
            A value isn't of its field's type, is missing, or isn't of any field.
        """
        try:
            given = (
                values
                if isinstance(values, self.json_model)
                else self.json_model.model_validate(values)
            )
        except ValidationError as error:
            raise RefusedRowsError(self._fault(one) for one in error.errors()) from None
        return cells_from(given, self.model)

    def _fault(self, error: Any) -> RowFault:
        where = ".".join(str(part) for part in error["loc"])
        return RowFault(kind=self.name, field=where, found=found(error), expected=expected(error))


KINDS: Mapping[str, Kind] = MappingProxyType({s.name: Kind(s) for s in SOURCES})
KIND_OF_FILE: Mapping[str, Kind] = MappingProxyType({k.source.file: k for k in KINDS.values()})
