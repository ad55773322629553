"""What a calculation's page says of a rota that isn't the draft's current one."""

import re
import threading

from api.jobs.worker.calculation import calculate
from tests.api.month.planned import PAIR, begin, edit
from tests.api.page.calculating.test_routes import HTML, ask
from tests.api.service import NOW, Service


def test_that_a_rota_is_overtaken_is_said_before_what_it_is_worth(service: Service) -> None:
    service.app.state.now = lambda: NOW
    client = service.client("responsable", agency="ville")
    where = begin(client)
    address = ask(client, f"/plannings/{where.rpartition('/')[2]}", seconds="5").headers["location"]
    assert edit(client, where, 1, *PAIR).status_code == 200

    settings = service.app.state.settings
    calculate(service.engine, settings, address.rpartition("/")[2], "ici", threading.Event())
    page = client.get(address, headers=HTML).text

    said = re.findall(r'<h2>|<p class="note">[^<]*|<ul class="short">|<p class="done">', page)
    beside = "Le brouillon a changé pendant le calcul : la version 3 est gardée à côté. "
    assert said == ["<h2>", f'<p class="note">{beside}', '<ul class="short">']
