"""Values as plain JSON: what programs are answered, calculations keep and `--json` prints."""

from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer, TypeAdapter


def as_json(value: object) -> Any:
    """Return a value of a dataclass as plain values, as FastAPI answers with it."""
    return TypeAdapter(type(value)).dump_python(value, mode="json", by_alias=True)


def _read(month: Any) -> Any:
    return f"{month}-01" if isinstance(month, str) else month


def _written(month: date) -> str:
    return f"{month:%Y-%m}"


Month = Annotated[date, BeforeValidator(_read), PlainSerializer(_written, when_used="json")]
"""A month by its first day, AAAA-MM in JSON."""
