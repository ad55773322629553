from tests.api.jobs.asked_over_http import Desk, code, desk, output, overrun

__all__ = ["desk"]

MARCH = {"month": "2026-03"}


def test_one_sees_one_s_x(desk: Desk) -> None:
    overrun(desk)
    shifts = output(desk.ada.get("/api/v1/moi/services", params=MARCH))
    assert [shift["slot"] for shift in shifts] == [f"P-J-2026-03-0{day}" for day in (2, 3, 4, 5)]
    assert shifts[0]["said"]["minutes"] == 691
    assert [shift["said"] for shift in shifts[1:]] == [None, None, None]
    assert (shifts[1]["start"], shifts[1]["site"], shifts[1]["kind"]) == (
        *("2026-03-03T09:00:00+01:00", "place"),
        "travail",
    )
    april = desk.ada.get("/api/v1/moi/services", params={"month": "2026-04"})
    assert output(april) == []
    assert code(desk.nora.get("/api/v1/moi/services", params=MARCH), 403) == "droits_insuffisants"
