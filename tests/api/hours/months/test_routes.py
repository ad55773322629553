from __future__ import annotations

from tests.api.jobs.asked_over_http import Desk, code, desk, output, overrun

__all__ = ["desk"]

MARCH = {"month": "2026-03"}
WORKED = {**MARCH, "basis": "worked"}
FINDINGS, COUNTERS = "/api/v1/rh/constats", "/api/v1/rh/compteurs"


def test_rh_counts_on_the_plan_and_on_what_was_worked(desk: Desk) -> None:
    overrun(desk)
    plan, worked = (desk.rh.get(COUNTERS, params=params) for params in (MARCH, WORKED))

    people = [counters["person"] for counters in output(plan)]
    assert people == ["ada", "brice", "chloe", "dorian", "elsa", "farid"]
    planned = [
        {counters["person"]: counters["planned"] for counters in output(answer)}
        for answer in (plan, worked)
    ]
    assert planned[1] == {**planned[0], "ada": planned[0]["ada"] + 241}
    assert (plan.json()["unconfirmed"], worked.json()["unconfirmed"]) == (0, 1)


def test_rh_judges_on_the_plan_and_on_what_was_worked(desk: Desk) -> None:
    overrun(desk)
    params = {"person": "ada", "blocking": "true"}
    plan, worked = (desk.rh.get(FINDINGS, params={**basis, **params}) for basis in (MARCH, WORKED))
    assert output(plan) == []
    assert [finding["rule_id"] for finding in output(worked)] == ["daily_max_10h"]
    assert worked.json()["blocking"] == 1


def test_findings_and_counters_come_page_by_page(desk: Desk) -> None:
    overrun(desk)
    for path in (FINDINGS, COUNTERS):
        every = output(desk.rh.get(path, params={**WORKED, "limit": "200"}))
        rows, params = [], {**WORKED, "limit": "1"}
        while True:
            page = desk.rh.get(path, params=params)
            rows += output(page)
            if page.json()["next"] is None:
                break
            params["cursor"] = page.json()["next"]
        assert rows == every
        assert len(every) >= 2


def test_rh_of_another_agency_sees_nothing_of_this_one(desk: Desk) -> None:
    overrun(desk)
    away = desk.service.client("rh", agency="ailleurs")
    here = desk.service.client("rh", agency="ville")
    for path in (FINDINGS, COUNTERS):
        assert output(away.get(path, params=WORKED)) == []
        assert output(here.get(path, params=WORKED)) != []
        assert code(desk.nora.get(path, params=MARCH), 403) == "droits_insuffisants"
        filtered = desk.rh.get(path, params={**WORKED, "agency": "ailleurs"})
        assert output(filtered) == []


def test_a_month_that_is_not_published_is_told(desk: Desk) -> None:
    for path in (FINDINGS, COUNTERS):
        assert code(desk.rh.get(path, params={"month": "2026-04"}), 409) == "mois_non_publie"
