"""The page that publishes a draft says which months are far from what a market pays for."""

from tests.api.entered import add
from tests.api.month.planned import PAIR, drafted
from tests.api.page.publishing.test_pages import form_of, plain, send, shown
from tests.api.service import NOW, Service


def test_a_month_far_from_its_market_is_told_in_amber_and_stops_nothing(
    service: Service,
) -> None:
    service.app.state.now = lambda: NOW
    client = service.client("responsable", agency="ville")
    market = {"id": "m", "payer": "Ville de Port", "dispositifs": ["P"], "per": "mois"}
    days = {"first": "2026-01-01", "last": "2026-12-31"}
    add(client, "marches", {**market, **days, "visits": 2})
    where = drafted(client, *PAIR)

    text = shown(client, where)

    said = (
        "Marché Ville de Port : 1 passage au planning de mars 2026, pour 2 passages au marché, "
        "soit 50 % de moins."
    )
    assert said in text
    assert "Ce qui reste en suspens" in text
    preview = client.get(f"{where}/apercu").json()
    assert [plain(line) for line in preview["markets"]] == [said]
    assert send(client, where, form_of(text)).status_code == 303
