"""
Describe rows in JSON Schema, from their one declaration: values, a row, a change, kind by kind.

Routes take and answer rows of any kind; the OpenAPI document has in place of these the union of the
kinds, discriminated by `kind`, so that a generated client knows the columns of each.
"""

from collections.abc import Sequence
from copy import deepcopy
from functools import cache
from typing import Any

from api.access.caller import Caller
from api.access.rights.rows import unmasked
from api.data.entering.editor import REASONS
from api.data.rows.columns import Kind
from api.data.rows.kinds import KINDS
from api.data.rows.types import BREAKS, LEVELS
from api.web.answering.answer import MOST

Schema = dict[str, Any]

PRIVATE = "Les responsables le donnent en ajoutant la ligne, et ne le lisent ni ne le changent."
MINOR = {
    "anyOf": [{"type": "string", "format": "date"}, {"type": "null"}],
    "readOnly": True,
    "description": "Dernier jour où la personne est mineure (null : majeure, ou âge inconnu) ; "
    "dit à qui n’en lit pas la naissance.",
}
REMARKS = {
    "type": "array",
    "items": {"type": "string", "maxLength": 5000},
    "maxItems": 100,
    "readOnly": True,
    "description": "Ce qui est pris tel quel, et surprendra ; renvoyé, n’est pas regardé.",
}
CLOSED: Schema = {"additionalProperties": False}
NUMBER = {"type": "integer", "minimum": 1, "maximum": MOST}
CHOICE_WORDS = {str(value): word for word, value in (BREAKS | LEVELS).items()}
"""What a default is called in files: pydantic writes the value behind it."""

TOGETHER = [
    {"kind": kind, "action": "ajouter", "values": dict(KINDS[kind].examples)}
    for kind in ("personnes", "contrats")
]
"""A person comes with a contract: neither is taken without the other."""

SENT = [{"kind": change["kind"], "values": change["values"]} for change in TOGETHER]
REPLACED = dict(KINDS["souhaits"].examples)


def values_schema(kind: Kind, who: Caller) -> Schema:
    """Return the schema of a kind's values for a caller, who may not read some that they add."""
    schema = deepcopy(_values(kind))
    if unmasked(who, kind.name):
        return schema
    for field in kind.private:
        schema["properties"][field]["writeOnly"] = True
    if kind.name == "absences":
        schema["properties"]["kind"]["enum"] = [reason.value for reason in REASONS]
    return schema


def components() -> dict[str, Schema]:
    """Return the schemas of all kinds by name, and those that any kind's row or change is of."""
    parts: dict[str, Schema] = {}
    for kind in KINDS.values():
        name = _name(kind)
        parts |= {name: _values(kind), f"Row{name}": _row(kind), f"Change{name}": _change(kind)}
        parts[f"Added{name}"] = _added(kind)
    parts["RowValues"] = {
        "title": "RowValues",
        "description": "Les valeurs d’une ligne, telles que sa sorte les a.",
        "anyOf": [_ref(_name(kind)) for kind in KINDS.values()],
    }
    parts["AnyRow"] = _union("AnyRow", "Row", "Une ligne, selon sa sorte.")
    parts["AnyChange"] = _union("AnyChange", "Change", "Un changement, selon la sorte de la ligne.")
    parts["AddedRow"] = _union("AddedRow", "Added", "Une ligne envoyée, selon sa sorte.")
    return parts


@cache
def _values(kind: Kind) -> Schema:
    schema = kind.model.model_json_schema() | {"title": _name(kind)}
    schema["examples"] = [dict(kind.examples)]
    for described in schema["properties"].values():
        if "enum" in described and described.get("default") in CHOICE_WORDS:
            described["default"] = CHOICE_WORDS[described["default"]]
    for field in kind.private:
        described = schema["properties"][field]
        described["description"] = f"{described['description']} {PRIVATE}"
    schema["required"] = [name for name in schema.get("required", ()) if name not in kind.private]
    if kind.name == "personnes":
        schema["properties"]["minor_until"] = MINOR
    return schema


def _row(kind: Kind) -> Schema:
    words = f"{kind.words} Sa clé, sa révision (celle de son ETag), ses valeurs."
    parts = {"key": NUMBER, "number": NUMBER, "values": _ref(_name(kind)), "remarks": REMARKS}
    return _object(kind, "Row", words, parts, ["key", "number", "values"])


def _change(kind: Kind) -> Schema:
    words = (
        "`ajouter` : `values`. `modifier` : `key`, `number` (la révision lue) et `values`. "
        "`supprimer` : `key` et `number`. Une ligne se renvoie comme elle est lue."
    )
    action = {
        "type": "string",
        "enum": ["ajouter", "modifier", "supprimer"],
        "description": "Sans elle : `modifier` avec `key`, sinon `ajouter`.",
    }
    parts = {"action": action, "key": NUMBER, "number": NUMBER, "values": _ref(_name(kind))}
    return CLOSED | _object(kind, "Change", words, parts | {"remarks": REMARKS})


def _added(kind: Kind) -> Schema:
    action = {"const": "ajouter", "type": "string", "default": "ajouter"}
    number = NUMBER | {"readOnly": True}
    parts = {"action": action, "values": _ref(_name(kind)), "key": number, "number": number}
    return CLOSED | _object(kind, "Added", kind.words, parts | {"remarks": REMARKS}, ["values"])


def _object(
    kind: Kind, prefix: str, words: str, parts: Schema, required: Sequence[str] = ()
) -> Schema:
    return {
        "type": "object",
        "title": f"{prefix}{_name(kind)}",
        "description": words,
        "properties": {"kind": {"const": kind.name, "type": "string"}, **parts},
        "required": ["kind", *required],
    }


def _union(title: str, prefix: str, words: str) -> Schema:
    names = {kind.name: f"#/components/schemas/{prefix}{_name(kind)}" for kind in KINDS.values()}
    return {
        "title": title,
        "description": words,
        "oneOf": [{"$ref": ref} for ref in names.values()],
        "discriminator": {"propertyName": "kind", "mapping": names},
    }


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _name(kind: Kind) -> str:
    return "".join(part.capitalize() for part in kind.name.split("_"))
