import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from httpx2 import Response
from sqlalchemy import select

from api.database.engine import reading
from api.database.tables.feeds import FeedRow
from api.page.own.agenda_pages import ago
from tests.api.hours.my_shifts.test_pages import HTML, page
from tests.api.jobs.asked_over_http import Desk, desk

__all__ = ["desk"]

AGENDA = "/moi/agenda"
NOW = datetime(2026, 11, 27, 9, tzinfo=UTC)


def subscribed(desk: Desk, **choices: str) -> Response:
    answer = desk.ada.post(AGENDA, data=choices, headers=HTML)
    assert answer.status_code == 201, answer.text
    return answer


def feed(desk: Desk) -> FeedRow:
    with reading(desk.service.engine) as session:
        row = session.scalars(
            select(FeedRow).where(FeedRow.closing.is_(None), FeedRow.revoked.is_(None))
        ).first()
        assert row is not None
        return row


def address_in(text: str) -> str:
    known = re.search(r'value="(http[^"]+/feeds/[^"]+\.ics)"', text)
    assert known is not None
    return known[1]


def test_an_address_is_shown_once_with_its_code_and_its_advice(desk: Desk) -> None:
    assert "Mettre mes services dans mon agenda" in page(desk.ada, AGENDA)
    answer = subscribed(desk, label="iPhone", alarm="30")

    address = address_in(answer.text)
    assert answer.headers["cache-control"] == "no-store"
    assert "<svg" in answer.text[answer.text.index('class="qr"') :]
    assert f'href="webcal{address.removeprefix("http")}"' in answer.text
    assert "ICSx⁵" in answer.text

    listed = page(desk.ada, AGENDA)
    assert address.rpartition("/")[2].removesuffix(".ics") not in listed
    assert "iPhone" in listed
    assert "Pas encore lu" in listed
    desk.at(datetime.now(UTC))
    assert desk.ada.get(address.partition("/feeds")[1] + address.partition("/feeds")[2]).is_success
    assert "Lu à l’instant" in page(desk.ada, AGENDA)
    assert "version 1" in page(desk.ada, AGENDA)


def test_a_reminder_is_chosen_an_address_renewed_and_ended(desk: Desk) -> None:
    first = address_in(subscribed(desk, alarm="30").text)
    path = f"{AGENDA}/{feed(desk).id}"
    back = desk.ada.post(
        f"{path}/reglages", data={"alarm": "60", "label": "Mac"}, follow_redirects=False
    )
    assert (back.status_code, feed(desk).alarm, feed(desk).label) == (303, 60, "Mac")

    renewed = desk.ada.post(f"{path}/adresse", data={"reason": "fuite"}, headers=HTML)
    assert renewed.status_code == 201
    assert address_in(renewed.text) != first

    last = feed(desk)
    desk.ada.post(f"{AGENDA}/{last.id}/fin", headers=HTML)
    assert "Terminé" in page(desk.ada, AGENDA)


def test_only_subscriptions_of_one_s_own_are_made_here(desk: Desk) -> None:
    client = desk.service.client("mediateur", "responsable", agency="ville", person="ada")

    answer = client.post(AGENDA, data={"kind": "equipe", "label": "iPad"}, headers=HTML)
    team = client.post(AGENDA, data={"kind": "site", "target": "place"}, headers=HTML)

    assert answer.status_code == team.status_code == 422
    assert "'personne' ou 'occupation'" in unescape(answer.text)
    assert 'value="iPad"' in answer.text


def test_another_s_subscription_is_unknown(desk: Desk) -> None:
    subscribed(desk)
    for deed in ("reglages", "adresse", "fin"):
        answer = desk.brice.post(f"{AGENDA}/{feed(desk).id}/{deed}", headers=HTML)
        assert answer.status_code == 404
        assert "Introuvable" in answer.text


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (timedelta(seconds=119), "à l’instant"),
        (timedelta(minutes=2), "il y a 2\xa0min"),
        (timedelta(minutes=59), "il y a 59\xa0min"),
        (timedelta(hours=1), "il y a 1\xa0h"),
        (timedelta(hours=47, minutes=59), "il y a 47\xa0h"),
        (timedelta(days=2), "il y a 2\xa0jours"),
        (timedelta(days=7, hours=23), "il y a 7\xa0jours"),
        (timedelta(days=8), "le jeu. 19 nov."),
    ],
)
def test_how_long_ago_is_said_in_words(before: timedelta, words: str) -> None:
    assert ago(NOW - before, NOW) == words
