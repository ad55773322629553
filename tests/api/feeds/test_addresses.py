from urllib.parse import parse_qs, urlsplit

from api.feeds.subscriptions import ADVICE, addresses_of

TOKEN = "a" * 43


def test_each_program_has_the_address_that_it_takes() -> None:
    addresses = addresses_of("https://planning.exemple.fr", "personne", TOKEN)

    assert addresses.https == f"https://planning.exemple.fr/feeds/{TOKEN}.ics"
    assert addresses.webcal == f"webcal://planning.exemple.fr/feeds/{TOKEN}.ics"
    assert addresses.google == "https://calendar.google.com/calendar/u/0/r/settings/addbyurl"
    for address in (addresses.outlook, addresses.office):
        assert parse_qs(urlsplit(address).query) == {
            "url": [addresses.https],
            "name": ["Roulement (personne)"],
        }
    assert addresses.qr.startswith("<svg")
    assert TOKEN not in addresses.qr


def test_what_must_be_known_is_said() -> None:
    said = " ".join(ADVICE)

    assert [word in said for word in ("montrée qu’une fois", "ordinateur", "4 à 24 heures")] == [
        True
    ] * 3
