import pytest

from api.ops.check import Grade
from api.ops.checks.address import address, proxies
from api.settings import Settings


@pytest.mark.parametrize(
    ("url", "state", "words"),
    [
        ("https://rota.exemple.org", Grade.OK, ""),
        ("https://rota.exemple.org:8443", Grade.OK, ""),
        ("http://rota.exemple.org", Grade.FAULT, "attendu, https://"),
        ("https://rota.exemple.org/planning", Grade.FAULT, "rien après"),
        ("https://rota.exemple.org?a=1", Grade.FAULT, "rien après"),
        ("https://moi@rota.exemple.org", Grade.FAULT, "sans compte ni mot de passe"),
        ("https://moi:motus@rota.exemple.org", Grade.FAULT, "sans compte ni mot de passe"),
        ("https://:motus@rota.exemple.org", Grade.FAULT, "sans compte ni mot de passe"),
        ("https://moi:mo/tus@rota.exemple.org", Grade.FAULT, "ce n’est pas une adresse"),
        ("https://", Grade.FAULT, "sans nom de machine"),
        ("https://rota:abc", Grade.FAULT, "ce n’est pas une adresse"),
        ("https://[::1", Grade.FAULT, "ce n’est pas une adresse"),
        ("http://127.0.0.1:8000", Grade.WARNING, "que de cette machine"),
        ("http://localhost", Grade.WARNING, "que de cette machine"),
        ("http://0.0.0.0", Grade.WARNING, "que de cette machine"),
        ("https://serveur", Grade.WARNING, "que du réseau local"),
    ],
)
def test_an_address_is_judged_by_who_can_use_it(url: str, state: Grade, words: str) -> None:
    check = address(Settings(public_url=url))

    assert check.state is state
    assert words in check.text
    assert "tus" not in check.text


@pytest.mark.parametrize(
    ("url", "trusted", "state"),
    [
        ("https://rota.exemple.org", ("127.0.0.1",), Grade.OK),
        ("https://rota.exemple.org", (), Grade.WARNING),
        ("https://rota.exemple.org", ("0.0.0.0/0",), Grade.FAULT),
        ("https://rota.exemple.org", ("10.0.0.1", "::/0"), Grade.FAULT),
        ("http://127.0.0.1", (), Grade.OK),
    ],
)
def test_proxies_are_named_and_not_everyone(
    url: str, trusted: tuple[str, ...], state: Grade
) -> None:
    assert proxies(Settings(public_url=url, trusted_proxies=trusted)).state is state
