"""The database of the settings: what can't be one is told before anything opens it."""

import pytest

from api.french.environment import SettingsError
from api.settings import read_settings

EXPECTED = (
    "ROULEMENT_DATABASE_URL : trouvé (secret), attendu : sqlite:///fichier.db ou "
    "postgresql://compte:motdepasse@machine/base"
)


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:///roulement.db",
        "sqlite:////var/lib/roulement/roulement.db",
        "postgresql://roulement:secret@base/roulement",
        "postgres://roulement@base:5432/roulement",
        "postgresql+psycopg://roulement:@/roulement?host=%2Frun%2Fpostgresql",
    ],
)
def test_a_database_is_a_file_or_on_a_server(url: str) -> None:
    assert read_settings({"ROULEMENT_DATABASE_URL": url}).database_url == url


@pytest.mark.parametrize(
    "url",
    [
        "",
        "roulement.db",
        "mysql://roulement:secret@base/roulement",
        "postgresql://roulement:secret@base:port/roulement",
        "postgresql://roulement:secret@[base/roulement",
    ],
)
def test_what_is_no_database_is_told_without_its_password(url: str) -> None:
    with pytest.raises(SettingsError) as refused:
        read_settings({"ROULEMENT_DATABASE_URL": url})

    assert refused.value.faults == (EXPECTED,)
