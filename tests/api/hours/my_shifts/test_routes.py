from __future__ import annotations

from tests.api.jobs.asked_over_http import Desk, code, desk, output, overrun

__all__ = ["desk"]

MARCH = {"month": "2026-03"}
WORKED = {**MARCH, "basis": "worked"}


def test_one_sees_one_s_own_shifts_and_counters(desk: Desk) -> None:
    overrun(desk)
    shifts = output(desk.ada.get("/api/v1/moi/services", params=MARCH))
    assert [shift["slot"] for shift in shifts] == [f"P-J-2026-03-0{day}" for day in (2, 3, 4, 5)]
    assert shifts[0]["said"]["minutes"] == 691
    assert [shift["said"] for shift in shifts[1:]] == [None, None, None]
    assert (shifts[1]["start"], shifts[1]["site"], shifts[1]["kind"]) == (
        *("2026-03-03T09:00:00+01:00", "place"),
        "travail",
    )
    planned = [
        output(desk.ada.get("/api/v1/moi/compteurs", params=params))["planned"]
        for params in (MARCH, WORKED)
    ]
    assert planned == [1680, 1921]
    april = desk.ada.get("/api/v1/moi/services", params={"month": "2026-04"})
    assert output(april) == []
    assert code(desk.nora.get("/api/v1/moi/services", params=MARCH), 403) == "droits_insuffisants"


def test_one_s_team_is_told_by_short_names_and_without_hours_done(desk: Desk) -> None:
    overrun(desk)
    team = output(desk.ada.get("/api/v1/moi/equipe", params=MARCH))

    assert len(team) == 11
    assert team[0] == {
        "slot": "P-J-2026-03-02",
        "dispositif": "P",
        "site": "place",
        "start": "2026-03-02T09:00:00+01:00",
        "end": "2026-03-02T16:30:00+01:00",
        "person": "ada",
        "name": "Ada L.",
    }
