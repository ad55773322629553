from __future__ import annotations

import pytest

from api.ops.check import CheckState
from api.ops.checks.address import address, proxies
from api.settings import Settings


@pytest.mark.parametrize(
    ("url", "state", "words"),
    [
        ("https://rota.exemple.org", CheckState.OK, ""),
        ("https://rota.exemple.org:8443", CheckState.OK, ""),
        ("http://rota.exemple.org", CheckState.FAULT, "attendu, https://"),
        ("https://rota.exemple.org/planning", CheckState.FAULT, "rien après"),
        ("https://rota.exemple.org?a=1", CheckState.FAULT, "rien après"),
        ("https://moi@rota.exemple.org", CheckState.FAULT, "sans compte ni mot de passe"),
        ("https://moi:motus@rota.exemple.org", CheckState.FAULT, "sans compte ni mot de passe"),
        ("https://:motus@rota.exemple.org", CheckState.FAULT, "sans compte ni mot de passe"),
        ("https://moi:mo/tus@rota.exemple.org", CheckState.FAULT, "ce n’est pas une adresse"),
        ("https://", CheckState.FAULT, "sans nom de machine"),
        ("https://rota:abc", CheckState.FAULT, "ce n’est pas une adresse"),
        ("https://[::1", CheckState.FAULT, "ce n’est pas une adresse"),
        ("http://127.0.0.1:8000", CheckState.WARNING, "que de cette machine"),
        ("http://localhost", CheckState.WARNING, "que de cette machine"),
        ("http://0.0.0.0", CheckState.WARNING, "que de cette machine"),
        ("https://serveur", CheckState.WARNING, "que du réseau local"),
    ],
)
def test_an_address_is_judged_by_who_can_use_it(url: str, state: CheckState, words: str) -> None:
    check = address(Settings(public_url=url))

    assert check.state is state
    assert words in check.text
    assert "tus" not in check.text


@pytest.mark.parametrize(
    ("url", "trusted", "state"),
    [
        ("https://rota.exemple.org", ("127.0.0.1",), CheckState.OK),
        ("https://rota.exemple.org", (), CheckState.WARNING),
        ("https://rota.exemple.org", ("0.0.0.0/0",), CheckState.FAULT),
        ("https://rota.exemple.org", ("10.0.0.1", "::/0"), CheckState.FAULT),
        ("http://127.0.0.1", (), CheckState.OK),
    ],
)
def test_proxies_are_named_and_not_everyone(
    url: str, trusted: tuple[str, ...], state: CheckState
) -> None:
    assert proxies(Settings(public_url=url, trusted_proxies=trusted)).state is state
