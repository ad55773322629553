"""An example of a body, put together from those of its fields, where nobody gave one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

TEXTS = {
    "date": "2026-03-09",
    "date-time": "2026-03-09T09:00:00+01:00",
    "time": "09:00",
    "email": "ada@exemple.org",
}
ID = "0f9a6c1e5b7d4382a1c0e9f8d7b6a594"


def example_of(schema: Mapping[str, Any], parts: Mapping[str, Any]) -> Any:
    """Return a value that a schema accepts, by its examples, or else its defaults and bounds."""
    if "$ref" in schema:
        return example_of(parts[schema["$ref"].rpartition("/")[2]], parts)
    if schema.get("examples"):
        return schema["examples"][0]
    for key in ("const", "default"):
        if key in schema:
            return schema[key]
    if "enum" in schema:
        return schema["enum"][0]
    if "anyOf" in schema or "oneOf" in schema:
        return example_of((schema.get("anyOf") or schema["oneOf"])[0], parts)
    return _typed(schema, parts)


def _typed(schema: Mapping[str, Any], parts: Mapping[str, Any]) -> Any:
    match schema.get("type"):
        case "object":
            return _object(schema, parts)
        case "array":
            return [example_of(schema["items"], parts)] if "items" in schema else []
        case "integer" | "number":
            return schema.get("minimum", 1)
        case "boolean":
            return True
        case "string":
            return _text(schema)
        case _:
            return None


def _object(schema: Mapping[str, Any], parts: Mapping[str, Any]) -> dict[str, Any]:
    """Return an object with the fields that it needs, and those that have an example."""
    needed = set(schema.get("required", ()))
    return {
        name: example_of(field, parts)
        for name, field in schema.get("properties", {}).items()
        if name in needed or field.get("examples")
    }


def _text(schema: Mapping[str, Any]) -> str:
    if "0-9a-f" in schema.get("pattern", ""):
        return ID
    return TEXTS.get(schema.get("format", ""), "texte")
