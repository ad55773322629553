"""The OpenAPI document of all routers: what programs are written for, whole and exact."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator
from sqlalchemy import create_engine

from api.access.rights.rule import Scope, rights_of
from api.app import create, declared
from api.data.rows.kinds import KINDS
from api.french.expected import PATTERNS
from api.settings import Settings
from tests.api.apps import app_of

JSON = "application/json"
PROBLEM = "application/problem+json"
VERBS = re.compile(r"[A-ZÉÈÀÊŒ][a-zéèàêœç’]*[a-zé’]")
"""How a French summary starts: `Énumère`, `M’abonne`."""

ENGLISH = re.compile(
    r"\b(the|of|and|is|are|Return|List|Give|Say|Ask|Get|Edit|Begin|Throw|Follow|Publish)\b"
)


@cache
def document() -> dict[str, Any]:
    return app_of(Settings(), create_engine("sqlite://")).openapi()


def operations() -> list[tuple[str, str, Any]]:
    """Return every operation: its method, its path, and what is said of it."""
    return [
        (method, path, operation)
        for path, item in document()["paths"].items()
        for method, operation in item.items()
    ]


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a part of the document as a schema that stands alone."""
    return {"components": document()["components"], **schema}


def shape_of(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema, or the one that it names."""
    if "$ref" not in schema:
        return schema
    shape: dict[str, Any] = document()["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return shape


def bodies() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for method, path, operation in operations():
        content = operation.get("requestBody", {}).get("content", {})
        if JSON in content:
            yield method, path, content[JSON]


def examples_of(content: dict[str, Any]) -> list[Any]:
    """Return the examples of a body, beside its schema or in it."""
    examples = [example["value"] for example in content.get("examples", {}).values()]
    if "example" in content:
        examples.append(content["example"])
    schema = content["schema"]
    if "$ref" in schema:
        schema = document()["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return [*examples, *schema.get("examples", ())]


@pytest.mark.long
def test_every_body_has_an_example_that_it_accepts() -> None:
    without, refused = [], []
    for method, path, content in bodies():
        examples = examples_of(content)
        if not examples:
            without.append(f"{method} {path}")
        checker = Draft202012Validator(resolved(content["schema"]))
        for example in examples:
            refused += [
                f"{method} {path} : {error.instance_path} {error.message}"
                for error in checker.iter_errors(example)
            ]

    assert without == []
    assert refused == []


def test_every_operation_has_a_french_summary() -> None:
    odd = [
        f"{method} {path} : {operation.get('summary')}"
        for method, path, operation in operations()
        if not VERBS.match(operation.get("summary", ""))
        or ENGLISH.search(operation.get("summary", ""))
    ]

    assert odd == []


def test_every_operation_says_who_calls_it() -> None:
    callers = {
        f"{method} {path}": operation["description"].rpartition("\n\n")[2]
        for method, path, operation in operations()
    }

    assert [where for where, words in callers.items() if not words.startswith("Qui : ")] == []
    assert (
        callers["get /api/v1/admin/journal"]
        == "Qui : admin ; sur quoi : ce que son rôle lui montre."
    )


def test_names_of_operations_are_theirs_alone() -> None:
    counted = Counter(operation["operationId"] for _, _, operation in operations())

    assert [name for name, many in counted.items() if many > 1] == []
    assert "get_donnees_kind_key" in counted


def test_no_name_of_a_schema_tells_the_module_it_stands_in() -> None:
    """Two shapes of one name would be told apart by their modules, which clients never follow."""
    names = document()["components"]["schemas"]

    assert [name for name in names if "__" in name] == []
    assert {"HoursOut", "SwappedShiftOut", "RowContrats"} <= set(names)


def test_every_operation_has_its_row_in_the_table_of_rights() -> None:
    rows = {
        (method.lower(), re.sub(r":path(?=\})", "", path)) for method, path in rights_of(declared())
    }
    drawn = {(method, path) for method, path, _ in operations()}

    assert drawn - rows == set()


@pytest.mark.long
def test_the_document_says_where_the_service_is() -> None:
    settings = Settings(public_url="https://planning.exemple.org")
    app = create(settings, create_engine("sqlite://"))

    assert app.openapi()["servers"] == [
        {"url": "https://planning.exemple.org", "description": "Ce service."}
    ]
    assert document()["servers"][0]["url"] == "http://127.0.0.1:8000"


def test_the_overview_names_addresses_that_are_there() -> None:
    text = document()["info"]["description"]
    named = re.findall(r"`(GET|POST|PATCH) (/\S+)`", text)

    assert len(named) == 18
    assert {(method.lower(), path) for method, path in named} <= {
        (method, path) for method, path, _ in operations()
    }


def test_every_tag_is_described_once_and_used() -> None:
    described = [tag["name"] for tag in document()["tags"]]
    used = {tag for _, _, operation in operations() for tag in operation["tags"]}

    assert len(described) == len(set(described))
    assert set(described) == used
    assert all(tag["description"] for tag in document()["tags"])


def test_tags_come_in_the_order_of_work() -> None:
    order = [tag["name"] for tag in document()["tags"]]
    work = ["connexion", "comptes", "RH", "plannings", "calculs", "publications", "mois publiés"]

    assert sorted(work, key=order.index) == work


def test_every_operation_says_what_opens_it() -> None:
    schemes = document()["components"]["securitySchemes"]
    rows = {
        (method.lower(), re.sub(r":path(?=\})", "", path)): access
        for (method, path), access in rights_of(declared()).items()
    }
    account: list[dict[str, list[str]]] = [{"jeton": []}, {"session": []}]

    assert {name: scheme["type"] for name, scheme in schemes.items()} == {
        "jeton": "http",
        "service": "http",
        "session": "apiKey",
        "mesures": "http",
    }
    assert schemes["session"]["name"] == "roulement"
    for method, path, operation in operations():
        row = rows[method, path]
        other: dict[Scope, list[dict[str, list[str]]]] = {
            Scope.PUBLIC: [],
            Scope.SECRET: [{"mesures": []}, {}],
        }
        service = [{"service": [row.service]}] if row.service else []
        expected = other.get(row.scope, account + service)
        assert operation["security"] == expected, (method, path)


@pytest.mark.long
def test_the_cookie_is_named_as_https_names_it() -> None:
    secure = create(Settings(public_url="https://a.exemple.org"), create_engine("sqlite://"))

    schemes = secure.openapi()["components"]["securitySchemes"]
    assert schemes["session"]["name"] == "__Host-roulement"


def test_every_pattern_has_words_that_are_shown_in_its_place() -> None:
    def patterns(part: Any) -> Iterator[str]:
        if isinstance(part, dict):
            if isinstance(part.get("pattern"), str):
                yield part["pattern"]
            part = list(part.values())
        if isinstance(part, list):
            for inner in part:
                yield from patterns(inner)

    assert set(patterns(document())) - set(PATTERNS) == set()


def test_every_number_that_is_asked_for_is_bounded() -> None:
    loose = [
        f"{method} {path} : {parameter['name']}"
        for method, path, operation in operations()
        for parameter in operation.get("parameters", ())
        if not _bounded(parameter["schema"])
    ]
    schemas = document()["components"]["schemas"]
    for name in sorted(_body_shapes()):
        for field, schema in schemas[name].get("properties", {}).items():
            if not _bounded(schema):
                loose.append(f"{name}.{field}")

    assert loose == []


def _body_shapes() -> set[str]:
    """Return the names of all schemas that bodies of requests are made of."""
    schemas, names = document()["components"]["schemas"], set[str]()
    left = [content["schema"] for _, _, content in bodies()]
    while left:
        for name in re.findall(r"#/components/schemas/([^'\"]+)", str(left.pop())):
            if name not in names:
                names.add(name)
                left.append(schemas[name])
    return names


def _bounded(schema: dict[str, Any]) -> bool:
    """Whether every integer in a schema has both bounds."""
    parts = [schema, *schema.get("anyOf", ()), schema.get("items", {})]
    return all(
        {"minimum", "maximum"} <= {*part} or {"exclusiveMinimum", "maximum"} <= {*part}
        for part in parts
        if part.get("type") == "integer" and "const" not in part and "enum" not in part
    )


CALCULATIONS = {"AskJob", "AskProblem", "AnswerOut"}
"""What crosses HTTP in an envelope: how a calculation is set, what it took."""

ENVELOPE = {"config", "model_input", "model_output", "metrics", "kpis", "metadata"}


def test_every_answer_is_a_resource_or_a_file() -> None:
    odd = []
    for method, path, operation in operations():
        for status, answer in operation["responses"].items():
            content = answer.get("content", {})
            if not status.startswith("2") or JSON not in content:
                continue
            schema = shape_of(content[JSON]["schema"])
            odd += [
                f"{method} {path} {status} : {content[JSON]}"
                for shape in map(shape_of, schema.get("oneOf", [schema]))
                if shape.get("type") != "object" or not shape.get("properties")
            ]

    assert odd == []


def test_every_list_is_its_items_and_the_cursor_of_the_next_page() -> None:
    schemas = document()["components"]["schemas"]
    lists = {
        name: schema for name, schema in schemas.items() if "items" in schema.get("properties", {})
    }

    assert len(lists) > 15
    for name, schema in lists.items():
        assert schema["properties"]["items"]["type"] == "array", name
        assert {kind["type"] for kind in schema["properties"]["next"]["anyOf"]} == {
            "string",
            "null",
        }
    plain = {"items", "next"}
    more = {name: {*schema["properties"]} - plain for name, schema in lists.items()}
    assert {name: added for name, added in more.items() if added} == {
        "AllCoverageOut": {"commitments"},
        "ChangedOut": {"remarks"},
        "RowsOut": {"removed"},
        "VersionFindingsOut": {
            "acknowledged",
            "blocking",
            "count",
            "locks_left_out",
            "refused",
            "stopping",
        },
    }


def test_only_calculations_come_in_an_envelope() -> None:
    schemas = document()["components"]["schemas"]
    wrapped = {n for n, schema in schemas.items() if {*schema.get("properties", {})} & ENVELOPE}

    assert wrapped == CALCULATIONS


def test_every_refusal_is_a_problem_and_those_of_all_are_said_everywhere() -> None:
    odd = []
    for method, path, operation in operations():
        answers = operation["responses"]
        if not {"401", "403", "422", "503"} <= set(answers):
            odd.append(f"{method} {path}")
        for status, answer in answers.items():
            if status >= "4" and set(answer.get("content", {PROBLEM: {}})) != {PROBLEM}:
                odd.append(f"{method} {path} {status}")

    assert odd == []


def test_every_edit_that_names_its_version_says_what_happens_when_it_is_late() -> None:
    odd = [
        f"{method} {path}"
        for method, path, operation in operations()
        if any(parameter["name"] == "If-Match" for parameter in operation.get("parameters", ()))
        and not {"412", "428"} <= set(operation["responses"])
    ]

    assert odd == []


@pytest.mark.parametrize("name", ["HTTPValidationError", "ValidationError"])
def test_no_shape_is_left_that_nothing_has(name: str) -> None:
    assert name not in document()["components"]["schemas"]


def test_rows_are_of_the_kind_that_they_name_and_of_no_other() -> None:
    schemas = document()["components"]["schemas"]

    for union in ("AnyRow", "AnyChange"):
        mapped = schemas[union]["discriminator"]["mapping"]
        assert [{"$ref": ref} for ref in mapped.values()] == schemas[union]["oneOf"]
        assert set(mapped) == set(KINDS)
        for kind, ref in mapped.items():
            shape = schemas[ref.rpartition("/")[2]]
            assert shape["properties"]["kind"]["const"] == kind
            values = schemas[shape["properties"]["values"]["$ref"].rpartition("/")[2]]
            assert set(values["properties"]) - {"minor_until"} == set(KINDS[kind].columns)
    assert "kind" not in schemas["Absences"]["required"]
    assert "ne le lisent" in schemas["Absences"]["properties"]["kind"]["description"]


def test_the_example_of_each_kind_is_what_the_document_says_and_what_is_taken() -> None:
    schemas = document()["components"]["schemas"]

    for kind in KINDS.values():
        change = {"kind": kind.name, "action": "ajouter", "values": dict(kind.examples)}
        checker = Draft202012Validator(resolved(schemas["AnyChange"]))
        assert [error.message for error in checker.iter_errors(change)] == []
        assert kind.model.model_validate(kind.examples)


def test_every_operation_says_which_program_calls_it() -> None:
    silent = [
        (method, path) for method, path, said in operations() if not said.get("x-appelant", "")
    ]

    assert silent == []


def test_the_api_is_small_enough_to_be_read() -> None:
    rows = [path for _, path, _ in operations() if path.startswith("/api/v1/donnees")]

    assert len(rows) == 7
    assert len(operations()) - len(rows) <= 67
