"""The page of forecasts shows the weeks of the service, to those who answer for dispositifs."""

import re
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import Engine

from api.database.engine import reading
from api.forecast.service import forecast
from api.ledger.history import whole
from scheduler.domain.time import PARIS
from tests.api.fairness_folder import with_evenings
from tests.api.page.every_role import HTML, mentions, names_of
from tests.api.service import Service, serving

MARCH = "first=2026-03&last=2026-03"
HERE = f"/prevision?{MARCH}"


def page(service: Service, address: str = HERE) -> str:
    answer = service.client("responsable", agency="ville").get(address, headers=HTML)
    assert answer.status_code == 200, answer.text
    return answer.text.replace("\N{NO-BREAK SPACE}", " ")


def test_the_tensest_weeks_and_each_dispositif_are_told_and_drawn(service: Service) -> None:
    text = page(service)

    with reading(service.engine) as session:
        weeks = forecast(whole(session), date(2026, 3, 1), date(2026, 3, 1)).weeks
    count = f"1 semaine tendue sur {len(weeks)}"
    assert f"<h2>{count}</h2>" in text
    assert '<details class="unrolled" id="d-P" open>' in text
    assert f"<summary><h2>Médiation de place : {count}</h2></summary>" in text
    ranked, *tables = re.findall(r"<tbody>(.*?)</tbody>", text, re.DOTALL)
    assert re.findall(r'<th scope="row">(.*?)</th>', ranked) == ["S10, 02/03/2026"]
    assert "2 personnes en congé, 1 apprenti au CFA" in ranked
    assert [len(re.findall("<tr>", table)) for table in tables] == [len(weeks)]
    drawings = re.findall(r'<svg class="foreseen (.*?)"(.*?)</svg>', text, re.DOTALL)
    marks = [(screen, drawing.count("▲</text>")) for screen, drawing in drawings]
    assert marks == [("for-desk", 1), ("for-phone", 1)]
    assert text.count('<th scope="col" class="n">Planifié</th>') == len(tables)


def test_nobody_is_named(service: Service) -> None:
    text = page(service)
    _, _, main = text.partition("<main")

    assert mentions(main, names_of(service)) == []


def months_shown(service: Service) -> list[str]:
    service.app.state.now = lambda: datetime(2026, 2, 10, 12, tzinfo=PARIS)
    return re.findall(r'<option value="([^"]*)" selected>', page(service, "/prevision"))[:2]


def test_three_months_from_the_first_that_is_not_published_are_shown(
    sqlite_engine: Engine, tmp_path: Path
) -> None:
    for february_is_published in serving(sqlite_engine, with_evenings(tmp_path / "petit")):
        assert months_shown(february_is_published) == ["2026-03", "2026-05"]


def test_where_nothing_is_published_the_present_month_comes_first(service: Service) -> None:
    assert months_shown(service) == ["2026-02", "2026-04"]


def test_months_in_the_wrong_order_are_refused_in_words(service: Service) -> None:
    text = page(service, "/prevision?first=2026-04&last=2026-03")

    assert "Rien à prévoir ; prévision de 2026-04 à 2026-03" in text
    assert "12 au plus" in page(service, "/prevision?first=2026-03&last=2027-03")


def test_the_dispositifs_of_another_agency_are_not_there(service: Service) -> None:
    elsewhere = service.client("responsable", agency="ailleurs")

    assert "Aucun besoin dans ces semaines." in elsewhere.get(HERE, headers=HTML).text
    assert elsewhere.get(f"{HERE}&dispositif=P", headers=HTML).status_code == 404
