"""A calculation that leaves its draft as it was, over HTTP."""

import pytest

from tests.api.jobs.test_routes import BASE, done, post, rota
from tests.api.service import Service

__all__ = ["rota"]


@pytest.mark.long
def test_a_calculation_that_finds_nothing_better_says_so_and_makes_no_version(
    service: Service, rota: str
) -> None:
    done(service, post(service, rota).json()["id"])
    job = post(service, rota).json()["id"]
    done(service, job)
    calculation = service.client("rh").get(f"{BASE}/calculs/{job}").json()

    assert (calculation["state"], calculation["outcome"], calculation["version"]) == (
        "completed",
        "unchanged",
        None,
    )
    assert (calculation["base"], calculation["outcome_words"]) == (2, "rien n’est changé")
    assert calculation["message"] == (
        "Rien n’est changé : il est prouvé qu’aucun planning n’est meilleur "
        "(68\u00a0postes pourvus sur 70)."
    )
    result = calculation["result"]
    output = result["model_output"]
    assert (output["head"], output["beside"]) == (False, "")
    assert (result["kpis"]["posts"], result["kpis"]["filled"]) == (70, 68)
