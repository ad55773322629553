"""Shapes that all features share over HTTP: bodies and lists."""

from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict

T = TypeVar("T")

MOST = 2**31 - 1
"""Largest number in an address or a body that is kept as an integer by both databases."""


def _exemplify(schema: dict[str, Any], model: type[BaseModel]) -> None:
    """Give a body's schema the example that those of its fields make."""
    fields = model.model_fields.items()
    schema["examples"] = [{name: field.examples[0] for name, field in fields if field.examples}]


class Body(BaseModel):
    """What crosses HTTP: an unknown key is refused, never ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True, json_schema_extra=_exemplify)


class Out(BaseModel):
    """What is answered: read from a row's or a value's fields of the same names, or of aliases."""

    model_config = ConfigDict(from_attributes=True, validate_by_name=True)


class Items(BaseModel, Generic[T]):
    """A list, or a page of one; `next`: the cursor of the page that follows (null: none does)."""

    items: list[T]
    next: str | None = None
