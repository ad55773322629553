import json
from dataclasses import replace

from api.month.shapes import month_json
from api.planning.grid import grid
from tests.api.export.samples import NAMES, finding, small


def test_the_answer_for_machines_holds_everything_and_no_reason() -> None:
    rota = small()

    answer = month_json(rota, grid(rota, names=NAMES), [finding()])

    assert (answer["month"], answer["lawful"]) == ("2026-10", False)
    assert [(d["id"], d["filled"], d["target"]) for d in answer["dispositifs"]] == [
        ("parc", 3, 3),
        ("quartier", 1, 4),
    ]
    assert [(t["slot"], t["have"], t["target"]) for t in answer["holes"]] == [
        ("q-jour-2026-10-06", 1, 2),
        ("q-jour-2026-10-07", 0, 2),
    ]
    assert answer["findings"][0]["shift_ids"] == ["parc-nuit-2026-10-01", "q-jour-2026-10-02"]
    assert len(answer["assignments"]) == 4
    assert "maladie" not in json.dumps(answer)


def test_what_the_past_left_does_not_make_a_rota_unlawful() -> None:
    rota = small()

    assert month_json(rota, grid(rota), [replace(finding(), inherited=True)])["lawful"]
