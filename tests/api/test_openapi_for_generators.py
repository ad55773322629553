"""What generators of clients need of the OpenAPI document: headers, enumerations, titles, forms."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from tests.api.test_openapi import document, operations, shape_of


def headers_of(path: str, method: str, status: str) -> set[str]:
    return set(document()["paths"][path][method]["responses"][status].get("headers", ()))


def test_headers_that_programs_read_are_described() -> None:
    drafts, draft = "/api/v1/responsable/plannings", "/api/v1/responsable/plannings/{rota_id}"

    assert headers_of(drafts, "post", "201") == {"ETag", "Location"}
    assert headers_of(draft, "patch", "200") == {"ETag"}
    assert headers_of(f"{draft}/calculs", "post", "202") == {"Location"}
    assert headers_of("/api/v1/donnees/{kind}/{key}", "get", "200") == {"ETag"}
    assert headers_of("/api/v1/session", "post", "429") == {"Retry-After"}
    assert headers_of("/api/v1/responsable/mois/{month}", "get", "200") == {
        "Roulement-Data",
        "Roulement-Register",
    }
    for method, path, operation in operations():
        if "503" in operation["responses"]:
            assert headers_of(path, method, "503") == {"Retry-After"}, (method, path)


def test_if_match_is_required_where_its_absence_is_428() -> None:
    matches = {
        (method, path): [
            (parameter["required"], parameter["schema"]["type"])
            for parameter in operation.get("parameters", ())
            if parameter["name"] == "If-Match"
        ]
        for method, path, operation in operations()
        if "428" in operation["responses"]
    }

    assert len(matches) >= 9
    assert {where for where, match in matches.items() if match != [(True, "string")]} == set()


def test_no_default_lies_outside_its_enumeration() -> None:
    def defaults(part: Any) -> Iterator[Any]:
        if isinstance(part, dict):
            if "enum" in part and "default" in part and part["default"] not in part["enum"]:
                yield part
            part = list(part.values())
        if isinstance(part, list):
            for inner in part:
                yield from defaults(inner)

    assert list(defaults(document())) == []


def test_no_two_schemas_have_one_title() -> None:
    titles = Counter(shape["title"] for shape in document()["components"]["schemas"].values())

    assert [title for title, many in titles.items() if many > 1] == []


def test_every_form_of_several_files_refuses_unknown_fields() -> None:
    forms = [
        shape_of(content["schema"])
        for _, _, operation in operations()
        for kind, content in operation.get("requestBody", {}).get("content", {}).items()
        if kind == "multipart/form-data"
    ]

    assert forms
    assert all(form["additionalProperties"] is False for form in forms)


def test_what_creates_is_sent_again_with_a_key_unless_it_shows_a_secret_or_repeats_nothing() -> (
    None
):
    without = {
        path.removeprefix("/api/v1/")
        for method, path, operation in operations()
        if method == "post" and not {"200", "204"} & set(operation["responses"])
        for parameters in [operation.get("parameters", ())]
        if "Idempotency-Key" not in {parameter["name"] for parameter in parameters}
    }

    assert without == {
        # A secret is shown once, and kept nowhere.
        "abonnements",
        "abonnements/{feed_id}/renouvellement",
        "admin/comptes-de-service",
        "admin/comptes-de-service/{user_id}/renouvellement",
        "admin/evenements",
        "moi/jetons",
        # Done again, nothing more is done.
        "responsable/calculs/{job_id}/arret",
    }
