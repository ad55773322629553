from __future__ import annotations

import pytest

from api.access.signing_in.devices import device_words

WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("reader", "name"),
    [
        (f"Mozilla/5.0 (Linux; Android 10; K) {WEBKIT} Chrome/124 Mobile", "Chrome sur Android"),
        (f"Mozilla/5.0 (iPhone; CPU iPhone OS 17_4) {WEBKIT} Version/17.4", "Safari sur iPhone"),
        (f"Mozilla/5.0 (Windows NT 10.0) {WEBKIT} Chrome/124 Safari Edg/1", "Edge sur Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Firefox/153.0", "Firefox sur Linux"),
        ("curl/8.5", "appareil inconnu"),
        ("", "appareil inconnu"),
    ],
)
def test_a_device_is_called_as_people_call_it(reader: str, name: str) -> None:
    assert device_words(reader) == name
