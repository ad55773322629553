"""What forms and grids are drawn with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.data.entering.models import REASONS
from api.data.rows.kinds import KINDS
from api.month.reference.labels import LABELS
from api.planning.chips import ChipKind

if TYPE_CHECKING:
    from tests.api.service import Service

HERE = "/api/v1/responsable/referentiel"


def test_a_month_has_its_words_colours_codes_and_days(service: Service) -> None:
    client = service.client("responsable", agency="ville")

    answer = client.get(HERE, params={"month": "2026-05"})

    told = answer.json()
    assert answer.headers["Roulement-Data"] == "1"
    assert told["agencies"] == [
        {"id": "ville", "name": "Ville", "academy": "Rennes", "school_zone": "B"}
    ]
    assert [one["id"] for one in told["dispositifs"]] == ["P"]
    assert [(one["id"], one["code"]) for one in told["sites"]] == [
        ("place", "PLM"),
        ("cfa", "CEF"),
    ]
    assert {one["kind"] for one in told["colours"]} == set(ChipKind)
    assert len(told["days"]) == 31
    first, ascension = told["days"][0], told["days"][13]
    assert (first["on"], first["iso_week"]) == ("2026-05-01", 18)
    assert first["holiday"] == "Fête du Travail"
    assert ascension["holiday"] == "Ascension"
    assert [one["zone"] for one in first["schools"]] == ["A", "B", "C"]
    assert not any(one["open"] for one in first["schools"])


def test_those_of_another_agency_get_its_own(service: Service) -> None:
    told = service.client("responsable", agency="mer").get(HERE, params={"month": "2026-05"})

    assert told.json()["dispositifs"] == []
    assert told.json()["sites"] == []


def test_reasons_of_absence_are_those_that_one_may_give() -> None:
    assert list(LABELS["absence_kind"]) == [one.value for one in REASONS]


def test_every_value_that_a_row_may_hold_has_a_label() -> None:
    labelled = {frozenset(one) for one in LABELS.values()}
    for kind in KINDS.values():
        schema = kind.model.model_json_schema()["properties"]
        for name, field in schema.items():
            listed = field.get("enum") or field.get("items", {}).get("enum")
            if listed and (kind.name, name) != ("absences", "kind"):
                assert frozenset(listed) in labelled, (kind.name, name)
