import re

from fastapi.testclient import TestClient

from tests.api.jobs.asked_over_http import Desk
from tests.api.leave.test_answer_page import ALL, flat, send
from tests.api.swaps.test_routes_agences import SWAP, accepted, desk, mer

__all__ = ["desk", "mer"]


def test_each_side_reads_its_own_hours_and_the_second_agreement_publishes(
    desk: Desk, mer: TestClient
) -> None:
    address = f"{ALL}/echanges/{accepted(desk, SWAP)}"
    shown = flat(desk.nora, address)
    sides = shown.split('<section class="card"')[1:]
    assert ["dans le mois" in side for side in sides] == [True, False]
    assert "Accord encore attendu de : Mer, Ville." in shown
    seen = re.findall(r'name="seen" value="([0-9a-f]*)"', shown)[0]

    first = send(desk.nora, address, number=2, verdict="approbation", seen=seen)
    assert first.headers["location"] == f"{ALL}?fait=accord"
    assert "approuvé de votre côté, l’autre équipe doit encore l’approuver" in flat(desk.nora)
    assert 'class="count"' not in desk.nora.get(ALL).text
    assert 'class="count"' in mer.get(ALL).text
    half = flat(desk.nora, address)
    assert "Accord encore attendu de : Mer." in half
    assert "Approuver et publier" not in half

    done = send(mer, address, number=3, verdict="approbation", seen="")
    assert done.headers["location"] == f"{ALL}?fait=approuve"
