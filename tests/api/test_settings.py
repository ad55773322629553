import socket
from pathlib import Path

import pytest

from api.french.environment import SettingsError, secret, variables
from api.settings import PREFIX, Settings, read_settings


def refused(**values: str) -> tuple[str, ...]:
    with pytest.raises(SettingsError) as caught:
        read_settings({PREFIX + name: text for name, text in values.items()})
    return caught.value.faults


def test_nothing_given_is_a_service_on_this_machine_alone() -> None:
    settings = read_settings({"PATH": "/bin", "AUTRE_PORT": "1"})

    assert (settings.host, settings.port, settings.host_id) == (
        "127.0.0.1",
        8000,
        socket.gethostname(),
    )


def test_a_value_is_read_as_its_type_says() -> None:
    settings = read_settings(
        {
            "ROULEMENT_PORT": "8080",
            "ROULEMENT_TRUSTED_PROXIES": "10.0.0.1, 192.168.0.0/16,",
            "ROULEMENT_PUBLIC_URL": "https://rota.example/",
            "ROULEMENT_DEBUG": "1",
        }
    )

    assert settings.port == 8080
    assert settings.trusted_proxies == ("10.0.0.1", "192.168.0.0/16")
    assert (settings.public_url, settings.secure) == ("https://rota.example", True)


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("PORT", "-1", "ROULEMENT_PORT : trouvé « -1 », attendu : 0 au moins"),
        ("PORT", "65536", "ROULEMENT_PORT : trouvé « 65536 », attendu : 65535 au plus"),
        ("PORT", "", "ROULEMENT_PORT : trouvé «  », attendu : un nombre entier"),
        ("PORT", "huit", "ROULEMENT_PORT : trouvé « huit », attendu : un nombre entier"),
        (
            "PUBLIC_URL",
            "rota.example",
            (
                "ROULEMENT_PUBLIC_URL : trouvé « rota.example », attendu : une adresse qui "
                "commence par http:// ou https://"
            ),
        ),
        (
            "PUBLIC_URL",
            "ftp://moi:motus@rota.example",
            (
                "ROULEMENT_PUBLIC_URL : trouvé « ftp://…@rota.example », attendu : une adresse qui "
                "commence par http:// ou https://"
            ),
        ),
        (
            "PUBLIC_URL",
            "moi:motus@rota.example",
            (
                "ROULEMENT_PUBLIC_URL : trouvé « …@rota.example », attendu : une adresse qui "
                "commence par http:// ou https://"
            ),
        ),
        (
            "LOG_FORMAT",
            "xml",
            "ROULEMENT_LOG_FORMAT : trouvé « xml », attendu : l’un de : auto, json ou texte",
        ),
        (
            "TRUSTED_PROXIES",
            "nginx",
            (
                "ROULEMENT_TRUSTED_PROXIES : trouvé « nginx », attendu : des adresses IP ou des "
                "réseaux, séparés par des virgules (10.0.0.0/8)"
            ),
        ),
    ],
)
def test_a_wrong_value_names_variable_what_was_found_and_what_was_expected(
    name: str, text: str, fault: str
) -> None:
    assert refused(**{name: text}) == (fault,)


@pytest.mark.parametrize(("port", "read"), [("0", 0), ("65535", 65535)])
def test_bounds_are_allowed(port: str, read: int) -> None:
    assert read_settings({"ROULEMENT_PORT": port}).port == read


@pytest.mark.parametrize(
    ("values", "address"),
    [
        ({}, "http://127.0.0.1:8000"),
        ({"PORT": "8123"}, "http://127.0.0.1:8123"),
        ({"PORT": "8123", "HOST": "0.0.0.0"}, "http://127.0.0.1:8123"),  # noqa: S104
        ({"PORT": "8123", "HOST": "::"}, "http://[::1]:8123"),
        ({"PORT": "8123", "HOST": "192.168.1.20"}, "http://192.168.1.20:8123"),
        ({"PORT": "8123", "PUBLIC_URL": "https://rota.example"}, "https://rota.example"),
    ],
)
def test_a_public_address_that_nobody_set_is_that_of_host_and_port(
    values: dict[str, str], address: str
) -> None:
    assert (
        read_settings({PREFIX + name: text for name, text in values.items()}).shown_url == address
    )


@pytest.mark.parametrize(
    ("values", "address"),
    [
        ({"PORT": "1", "SMTP_PASSWORD": "motus"}, "http://127.0.0.1:8124"),
        ({"PUBLIC_URL": "http://127.0.0.1:8000"}, "http://127.0.0.1:8000"),
    ],
)
def test_settings_on_another_port_keep_all_the_rest(values: dict[str, str], address: str) -> None:
    settings = read_settings({PREFIX + name: text for name, text in values.items()})

    moved = settings.at_port(8123).at_port(8124)

    assert (moved.port, moved.shown_url) == (8124, address)
    alike = {"port": settings.port, "public_url": settings.public_url}
    assert moved.model_copy(update=alike) == settings


def test_a_wrong_host_or_port_is_told_once() -> None:
    assert refused(PORT="huit") == ("ROULEMENT_PORT : trouvé « huit », attendu : un nombre entier",)


def test_an_unknown_variable_is_refused_with_the_nearest_name() -> None:
    assert refused(PROT="1", XYZZY_1234567="1") == (
        "ROULEMENT_PROT : ce réglage n’existe pas (vouliez-vous dire « ROULEMENT_PORT » ?)",
        "ROULEMENT_XYZZY_1234567 : ce réglage n’existe pas",
    )


def test_all_faults_are_told_at_once() -> None:
    assert len(refused(PORT="x", SOLVES="0", LOG_LEVEL="tout")) == 3


def test_a_secret_may_stand_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    path.write_text("trois mots secrets\n", "utf-8")

    settings = read_settings({"ROULEMENT_SMTP_PASSWORD_FILE": str(path)})

    assert settings.smtp_password == "trois mots secrets"  # noqa: S105


def test_a_secret_given_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    path.write_text("a", "utf-8")

    assert refused(SMTP_PASSWORD="b", SMTP_PASSWORD_FILE=str(path)) == (  # noqa: S106
        "ROULEMENT_SMTP_PASSWORD : donné deux fois, en clair et par un fichier",
    )


def test_a_secret_s_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "binaire").write_bytes(b"\xff\xfe\xfa")

    assert refused(SMTP_PASSWORD_FILE="/nulle/part") == (  # noqa: S106
        (
            "ROULEMENT_SMTP_PASSWORD_FILE : fichier « /nulle/part » : ce fichier ou ce dossier "
            "n’existe pas"
        ),
    )
    assert refused(SMTP_PASSWORD_FILE=str(tmp_path / "binaire")) == (
        (
            f"ROULEMENT_SMTP_PASSWORD_FILE : fichier « {tmp_path / 'binaire'} » : ce n’est "
            "pas du texte UTF-8"
        ),
    )


def test_only_secrets_may_stand_in_files(tmp_path: Path) -> None:
    path = tmp_path / "port"
    path.write_text("80", "utf-8")

    assert refused(PORT_FILE=str(path)) == (
        "ROULEMENT_PORT_FILE : ce réglage n’existe pas (vouliez-vous dire « ROULEMENT_PORT » ?)",
    )


def test_secrets_are_neither_shown_nor_repeated() -> None:
    secrets = [name for name in Settings.model_fields if secret(Settings, name)]
    values = {f"{PREFIX}{name.upper()}": "motus" for name in secrets}
    settings = read_settings({**values, "ROULEMENT_DATABASE_URL": "postgresql://a:motus@b/c"})

    assert "motus" not in repr(settings)
    assert {"smtp_password", "oidc_client_secret", "metrics_token", "database_url"} <= set(secrets)


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://rota.example/", "https://rota.example"),
        ("https://moi:motus@rota.example", "https://rota.example"),
        ("https://moi@rota.example:8443", "https://rota.example:8443"),
        ("https://moi:mo/t@us@rota.example", "https://rota.example"),
    ],
)
def test_the_address_that_people_are_told_holds_no_account(url: str, address: str) -> None:
    assert read_settings({"ROULEMENT_PUBLIC_URL": url}).shown_url == address


def test_every_setting_has_its_variable() -> None:
    assert variables(Settings, PREFIX)[:3] == (
        "ROULEMENT_DATABASE_URL",
        "ROULEMENT_DATABASE_SECONDS",
        "ROULEMENT_HOST",
    )
