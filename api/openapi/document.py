"""Complete FastAPI's OpenAPI document: audiences, summaries, refusals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.access.door import ROOT
from api.data.entering.schemas import components
from api.openapi.overview import begin
from api.web.problems import ProblemOut

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi import FastAPI

AUDIENCES = {
    "admin": "administration",
    "commanditaire": "commanditaire",
    "donnees": "données",
    "mediateur": "médiateur",
    "moi": "médiateur",
    "regles": "tous",
    "responsable": "responsable",
    "rh": "RH",
    "session": "tous",
}
ELSEWHERE = "exploitation"
"""The audience of what isn't under the API's root: health, measures, feeds."""


def describe(app: FastAPI) -> None:
    """Complete the document that FastAPI draws."""
    drawn = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            schema = drawn()
            _refusals(schema)
            schema["components"]["schemas"] |= components()
            for path, operation in operations(schema):
                _complete(path, operation)
            begin(schema, app.state.settings, app.state.rights)
        return app.openapi_schema or {}

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's own way to extend it


def operations(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield path and description of each operation of a document."""
    for path, item in schema.get("paths", {}).items():
        for operation in item.values():
            yield path, operation


def audience(path: str) -> str:
    """Return for whom an address is, by its first word."""
    if not path.startswith(ROOT):
        return ELSEWHERE
    return AUDIENCES.get(path.removeprefix(ROOT).partition("/")[0], ELSEWHERE)


def _refusals(schema: dict[str, Any]) -> None:
    """Put the schema of our refusals in place of FastAPI's own."""
    parts = schema.setdefault("components", {}).setdefault("schemas", {})
    problem = ProblemOut.model_json_schema(ref_template="#/components/schemas/{model}")
    parts |= problem.pop("$defs", {})
    parts["ProblemOut"] = problem
    parts.pop("HTTPValidationError", None)
    parts.pop("ValidationError", None)


def _complete(path: str, operation: dict[str, Any]) -> None:
    """Give an operation its audience first, and the first line of its description as summary."""
    others = [tag for tag in operation.get("tags", ()) if tag != audience(path)]
    operation["tags"] = [audience(path), *others]
    text: str = operation.get("description", "")
    if text:
        operation["summary"] = text.partition("\n")[0].rstrip(".")
    for answer in operation["responses"].values():
        if answer.get("description") == "Successful Response":
            answer["description"] = "Succès"
