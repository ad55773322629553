"""The grid of a draft of which a calculation found that no lawful month exists."""

import re

from fastapi.testclient import TestClient

from api.jobs.states import Outcome
from tests.api.page.calculating.test_routes import HTML, ask, client, conclude, draft
from tests.api.service import Service

__all__ = ["client", "draft"]


def test_the_grid_says_that_demands_contradict_and_leads_to_the_ways_out(
    client: TestClient, service: Service, draft: str
) -> None:
    note = "n’a trouvé aucun planning légal"
    address = ask(client, draft).headers["location"]
    assert note not in client.get(draft, headers=HTML).text
    conclude(service, address, Outcome.INFEASIBLE, "")

    grid = client.get(draft, headers=HTML).text
    (form,) = re.findall(r'<form method="post" action="[^"]*/calculer">.*?</form>', grid, re.DOTALL)
    key = re.search(r'name="key" value="([^"]*)"', form)
    assert note in grid
    assert f'href="{address}"' in grid
    assert "Pourquoi, et que lever ?" in form
    assert key is not None
    assert "Pourquoi, et que lever ?" not in service.client("rh").get(draft, headers=HTML).text

    why = ask(client, draft, key[1], kind="explain", seconds="").headers["location"]
    assert note not in client.get(draft, headers=HTML).text
    conclude(service, why, Outcome.INFEASIBLE, "")
    explained = client.get(draft, headers=HTML).text
    assert f'href="{why}">Ce qui ne peut pas tenir ensemble' in explained
    assert "Pourquoi, et que lever ?" not in explained

    conclude(service, ask(client, draft, "encore").headers["location"], Outcome.OPTIMAL, "")
    assert note not in client.get(draft, headers=HTML).text
