import re

from tests.api.asking.petit import AFTER
from tests.api.entered import add
from tests.api.hours.test_confirming_page import said
from tests.api.jobs.asked_over_http import Desk, desk
from tests.api.leave.test_answer_page import ALL, ask_leave, flat
from tests.api.page.every_role import HTML, reasons_in

__all__ = ["desk"]

HEALTH = ("maladie", "maternité", "arrêt de travail", "accident")


def test_the_menu_counts_what_waits(desk: Desk) -> None:
    before = desk.nora.get(ALL, headers=HTML).text
    assert 'class="count"' not in before
    ask_leave(desk, start="2026-03-20", end="2026-03-20")
    said(desk, "02", kind="conforme")
    for address in (ALL, "/plannings"):
        assert (
            'Demandes <span class="count">2<span class="hidden"> en attente</span></span>'
            in desk.nora.get(address, headers=HTML).text
        )
    assert 'class="count"' not in desk.elsewhere.get(ALL, headers=HTML).text


def test_every_page_of_the_menu_counts_the_same(desk: Desk) -> None:
    ask_leave(desk, start="2026-03-20", end="2026-03-20")
    waits = '<span class="count">1<span class="hidden"> en attente'
    for client in (desk.nora, desk.rh):
        menu = client.get(ALL, headers=HTML).text.partition("</nav>")[0]
        pages = re.findall(r'<li><a href="(/[a-z-]*)"', menu)
        silent = [each for each in pages if waits not in client.get(each, headers=HTML).text]
        assert (len(pages) > 8, silent) == (True, [])


def test_pages_of_a_month_and_of_help_count_what_waits_too(desk: Desk) -> None:
    ask_leave(desk, start="2026-03-20", end="2026-03-20")
    opened = desk.nora.post("/plannings", data={"month": "2026-03"}, follow_redirects=False)
    parts = ("trous", "copier", "verrous", "historique", "comparer", "publier", "calculer")
    pages = [f"{opened.headers['location']}/{part}" for part in parts]
    pages += ["/aide", "/accessibilite"]
    waits = '<span class="count">1<span class="hidden"> en attente'
    assert [each for each in pages if waits not in desk.nora.get(each, headers=HTML).text] == []


def test_no_page_of_requests_tells_a_reason_of_health(desk: Desk) -> None:
    row = {"mediator": "ada", "start": "2026-03-20", "end": "2026-03-20", "kind": "maladie"}
    add(desk.rh, "absences", row)
    address = ask_leave(desk, start="2026-03-21", end="2026-03-21")
    hours = said(desk, "02", kind="absent")
    desk.at(AFTER)
    for page in (ALL, address, f"{ALL}/heures/{hours}"):
        assert reasons_in(flat(desk.nora, page), HEALTH) == []
    assert "pas venu" in flat(desk.nora)
