"""Examples put together from a schema."""

from __future__ import annotations

from api.openapi.exemplifying import example_of

PARTS = {
    "Inner": {"type": "object", "properties": {"count": {"type": "integer", "minimum": 3}}},
}


def test_examples_come_first_then_what_is_fixed_then_bounds() -> None:
    schema = {
        "type": "object",
        "required": ["id", "kind", "on", "many", "inner", "yes", "rest", "text"],
        "properties": {
            "id": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
            "kind": {"enum": ["a", "b"]},
            "on": {"type": "string", "format": "date"},
            "many": {"type": "array", "items": {"$ref": "#/components/schemas/Inner"}},
            "inner": {"$ref": "#/components/schemas/Inner"},
            "yes": {"type": "boolean"},
            "rest": {"anyOf": [{"type": "integer", "minimum": 0}, {"type": "null"}]},
            "text": {"type": "string", "examples": ["Bonjour"]},
            "told": {"type": "string", "examples": ["aussi"]},
            "left": {"type": "string"},
        },
    }

    assert example_of(schema, PARTS) == {
        "id": "0f9a6c1e5b7d4382a1c0e9f8d7b6a594",
        "kind": "a",
        "on": "2026-03-09",
        "many": [{}],
        "inner": {},
        "yes": True,
        "rest": 0,
        "text": "Bonjour",
        "told": "aussi",
    }


def test_a_default_is_its_own_example() -> None:
    assert example_of({"type": "string", "default": "x"}, {}) == "x"
    assert example_of({"const": "y"}, {}) == "y"
    assert example_of({"type": "array"}, {}) == []
    assert example_of({"type": "null"}, {}) is None
