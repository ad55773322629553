"""The examples of deployment say what the service is; `make prove` runs them."""

import re
from pathlib import Path

import pytest

from api.settings import PREFIX, Settings, read_settings
from tests.api.commands import NAMES

DEPLOY = Path(__file__).parent.parent / ".deploy"
UNITS = sorted([*DEPLOY.glob("*.service"), *DEPLOY.glob("*.timer")])
LINES = (DEPLOY / "roulement.env").read_text("utf-8").splitlines()
SHOWN = dict(
    line.removeprefix("#").split("=", 1) for line in LINES if re.match(rf"#?{PREFIX}[A-Z_]+=", line)
)
SET = {line.partition("=")[0] for line in LINES if line.startswith(PREFIX)}
OF_THE_MACHINE = {f"{PREFIX}HOST_ID"}


def test_the_example_tells_every_setting_once() -> None:
    names = [name for name in SHOWN if not name.endswith("_FILE")]

    assert sorted(names) == sorted(f"{PREFIX}{name.upper()}" for name in Settings.model_fields)
    assert sum(bool(re.match(rf"#?{PREFIX}[A-Z_]+=", line)) for line in LINES) == len(SHOWN)


def test_what_is_commented_out_is_the_default() -> None:
    commented = {name: text for name, text in SHOWN.items() if name not in SET | OF_THE_MACHINE}

    assert read_settings(commented) == Settings()


def test_what_is_set_can_be_read() -> None:
    settings = read_settings({name: SHOWN[name] for name in SET})

    assert settings.secure
    assert settings.trusted_proxies == ("127.0.0.1",)


@pytest.mark.parametrize("path", [*UNITS, DEPLOY / "Containerfile"], ids=lambda path: path.name)
def test_only_commands_that_exist_are_called(path: Path) -> None:
    text = path.read_text("utf-8")
    called = re.findall(r"^Exec\w+=.*/rota (\w+)", text, flags=re.MULTILINE)
    called += re.findall(r'^CMD \["(\w+)"\]', text, flags=re.MULTILINE)

    assert set(called) <= set(NAMES)


@pytest.mark.parametrize("name", ["roulement.service", "roulement-worker@.service"])
def test_a_stop_is_told_to_the_service_alone_and_it_ends_its_children(name: str) -> None:
    lines = (DEPLOY / name).read_text("utf-8").splitlines()

    assert "KillMode=mixed" in lines


def test_no_example_names_a_registry() -> None:
    images = re.findall(r"^FROM (\S+)", (DEPLOY / "Containerfile").read_text("utf-8"), re.MULTILINE)

    assert images == ["debian:trixie-slim"] * 2


def test_the_feeds_addresses_are_in_no_proxy_s_log() -> None:
    nginx = (DEPLOY / "nginx.conf").read_text("utf-8")
    form = nginx.partition("log_format")[2].partition(";")[0]

    assert "~^/feeds/      /feeds/…;" in nginx
    assert not re.search(r"\$(request|request_uri|uri|args|remote_addr|http_\w+)\b", form)


def test_proxies_tell_the_service_its_own_name_and_no_other() -> None:
    nginx = (DEPLOY / "nginx.conf").read_text("utf-8")
    caddy = (DEPLOY / "Caddyfile").read_text("utf-8")
    name = (SHOWN[f"{PREFIX}PUBLIC_URL"]).removeprefix("https://")

    assert re.findall(r"^ *server_name (.+);", nginx, re.MULTILINE) == [name]
    assert re.findall(r"proxy_set_header Host (\S+);", nginx) == ["$server_name"]
    assert re.search(r"listen 443 ssl default_server;[^}]*return 444;", nginx)
    assert re.findall(r"header_up Host (\S+)", caddy) == [name]
    assert f"\n{name} {{" in caddy
