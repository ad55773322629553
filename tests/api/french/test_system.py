import errno

import pytest

from api.french.system import refusal_of


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (PermissionError(errno.EACCES, "", "rota.csv"), "droits insuffisants : rota.csv"),
        (OSError(errno.ENOSPC, ""), "le disque est plein"),
        (OSError(errno.ESTALE, "Stale file handle"), "Stale file handle"),
        (OSError("sans numéro"), "sans numéro"),
    ],
)
def test_what_the_system_refuses_is_said_in_french(error: OSError, words: str) -> None:
    assert refusal_of(error) == words
