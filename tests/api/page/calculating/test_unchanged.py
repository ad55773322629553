"""The page of a calculation that left its draft as it was, for want of time."""

import re

from fastapi.testclient import TestClient

from api.database.engine import reading, writing
from api.database.tables.jobs import JobRow
from api.jobs.worker.conclusion import conclude, of_solve
from api.jobs.worker.turns import claim
from scheduler.engine.outcome import OutOfTime
from tests.api.page.calculating.test_routes import HTML, ask, client, draft
from tests.api.service import Service

__all__ = ["client", "draft"]


def test_a_calculation_without_enough_time_says_so_in_red_and_is_asked_again_by_a_button(
    client: TestClient, service: Service, draft: str
) -> None:
    address = ask(client, draft, seconds="5").headers["location"]
    with writing(service.engine) as session:
        turn = claim(session, address.rpartition("/")[2], "ici")
    assert turn is not None
    conclude(service.engine, turn, of_solve(OutOfTime(part="P", seconds=5.0), 5.0))
    over = client.get(address, headers=HTML).text

    assert "<h2>Calcul terminé : rien n’est changé</h2>" in over
    assert '<p class="problem">Temps insuffisant : rien n’est changé (aucun planning' in over
    assert "Chercher plus longtemps : 60 s" in over
    assert "légal" not in over
    form = re.search(r'<form method="post" action="[^"]*/calculer">(.*?)</form>', over, re.DOTALL)
    assert form is not None
    fields = dict(re.findall(r'name="([^"]*)" value="([^"]*)"', form[1]))
    longer = client.post(f"{draft}/calculer", data=fields, headers=HTML, follow_redirects=False)
    assert longer.status_code == 303
    with reading(service.engine) as session:
        row = session.get_one(JobRow, longer.headers["location"].rpartition("/")[2])
        assert (row.kind, row.options["seconds"], row.base) == ("solve", 60.0, 1)
    # RH reads, and asks for nothing.
    assert "Chercher plus longtemps" not in service.client("rh").get(address, headers=HTML).text
