"""Complete FastAPI's OpenAPI document: summaries, refusals, who calls what."""

from typing import Any

from fastapi import FastAPI

from api.data.entering.schemas import components
from api.openapi.overview import begin
from api.web.refusing.problems import ProblemOut

FORM = "Body_"


def describe(app: FastAPI) -> None:
    """Complete the document that FastAPI draws."""
    drawn = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            schema = drawn()
            _refusals(schema)
            schema["components"]["schemas"] |= components()
            for item in schema["paths"].values():
                for operation in item.values():
                    _complete(operation, schema["components"]["schemas"])
            begin(schema, app.state.settings, app.state.rights)
        return app.openapi_schema or {}

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's own way to extend it


def _refusals(schema: dict[str, Any]) -> None:
    """Put the schema of our refusals in place of FastAPI's own."""
    parts = schema.setdefault("components", {}).setdefault("schemas", {})
    problem = ProblemOut.model_json_schema(ref_template="#/components/schemas/{model}")
    parts |= problem.pop("$defs", {})
    parts["ProblemOut"] = problem
    parts.pop("HTTPValidationError", None)
    parts.pop("ValidationError", None)


def _complete(operation: dict[str, Any], schemas: dict[str, Any]) -> None:
    """Make the first line of an operation's description its summary."""
    text: str = operation.get("description", "")
    if text:
        operation["summary"] = text.partition("\n")[0].rstrip(".")
    if "428" in operation["responses"]:
        for parameter in operation["parameters"]:
            if parameter["name"] == "If-Match":
                # Its absence is answered 428, and not as a field that is missing.
                tag = next(each for each in parameter["schema"]["anyOf"] if "maxLength" in each)
                parameter.update(required=True, schema={**tag, "title": "If-Match"})
    for content in operation.get("requestBody", {}).get("content", {}).values():
        name = content.get("schema", {}).get("$ref", "").rpartition("/")[2]
        if name.startswith(FORM):
            # FastAPI names the form of several fields so; the door refuses what isn't of them.
            schemas[name]["additionalProperties"] = False
    for answer in operation["responses"].values():
        if answer.get("description") == "Successful Response":
            answer["description"] = "Succès"
