"""What forms and grids are drawn with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.data.entering.editor import REASONS
from api.data.rows.kinds import KINDS
from api.month.reference.labels import LABELS
from api.planning.chips import ChipKind

if TYPE_CHECKING:
    from tests.api.service import Service

HERE = "/api/v1/responsable/referentiel"


def test_a_month_has_its_words_colours_codes_and_days(service: Service) -> None:
    client = service.client("responsable", agency="ville")

    answer = client.get(HERE, params={"month": "2026-05"})

    body = answer.json()
    assert answer.headers["Roulement-Data"] == "1"
    assert body["agencies"] == [
        {"id": "ville", "name": "Ville", "academy": "Rennes", "school_zone": "B"}
    ]
    assert [dispositif["id"] for dispositif in body["dispositifs"]] == ["P"]
    assert [(site["id"], site["code"]) for site in body["sites"]] == [
        ("place", "PLM"),
        ("cfa", "CEF"),
    ]
    assert {item["kind"] for item in body["colours"]} == set(ChipKind)
    assert len(body["days"]) == 31
    first, ascension = body["days"][0], body["days"][13]
    assert (first["on"], first["iso_week"]) == ("2026-05-01", 18)
    assert first["holiday"] == "Fête du Travail"
    assert ascension["holiday"] == "Ascension"
    assert [item["zone"] for item in first["schools"]] == ["A", "B", "C"]
    assert not any(item["open"] for item in first["schools"])


def test_those_of_another_agency_get_its_own(service: Service) -> None:
    body = service.client("responsable", agency="mer").get(HERE, params={"month": "2026-05"})

    assert body.json()["dispositifs"] == []
    assert body.json()["sites"] == []


def test_reasons_of_absence_are_those_that_one_may_give() -> None:
    assert list(LABELS["absence_kind"]) == [reason.value for reason in REASONS]


OF_RH_ALONE = {
    ("absences", "kind"),
    ("conges_longs", "ground"),
    ("contraintes_personnelles", "reason"),
}
"""What tells of health, of the person or of those at home."""


def test_every_value_that_a_row_may_hold_has_a_label() -> None:
    labelled = {frozenset(label) for label in LABELS.values()}
    for kind in KINDS.values():
        schema = kind.model.model_json_schema()["properties"]
        for name, field in schema.items():
            listed = field.get("enum") or field.get("items", {}).get("enum")
            if listed and (kind.name, name) not in OF_RH_ALONE:
                assert frozenset(listed) in labelled, (kind.name, name)
