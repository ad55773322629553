"""
The containers of `.deploy/compose.yaml`, checked line by line without an engine.

`compose-spec.json` is the schema of the compose specification, of 23 June 2026
(github.com/compose-spec/compose-spec, Apache 2.0).
"""

import json
import re
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import yaml

from api.settings import PREFIX, read_settings
from tests.guides.commands import missing_options
from tests.test_deploy import DEPLOY, SHOWN

SCHEMA = json.loads((Path(__file__).parent / "compose-spec.json").read_text("utf-8"))
TEXT = (DEPLOY / "compose.yaml").read_text("utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load(TEXT)
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = {name: value for name, value in SERVICES.items() if value["image"] == "roulement"}
CONTAINERFILE = (DEPLOY / "Containerfile").read_text("utf-8")
WORKERS = ("travailleur-1", "travailleur-2")


def filled(value: str) -> str:
    """Fill a value's variables, as compose does, with a password for those that must be set."""
    return re.sub(r"\$\{\w+:\?[^}]*\}", "secret", value)


def test_it_is_what_the_specification_of_compose_allows() -> None:
    faults = [error.message for error in jsonschema_rs.iter_errors(SCHEMA, COMPOSE)]

    assert faults == []
    assert not jsonschema_rs.is_valid(SCHEMA, COMPOSE | {"servives": {}})


def test_it_has_the_database_the_service_two_workers_the_backup_and_the_proxy() -> None:
    assert [*SERVICES] == ["base", "service", *WORKERS, "sauvegarde", "relais"]


@pytest.mark.parametrize("name", OURS)
def test_its_variables_are_settings_with_values_that_they_take(name: str) -> None:
    values = {key: filled(value) for key, value in SERVICES[name]["environment"].items()}

    settings = read_settings({key: value for key, value in SHOWN.items() if "MAIL" in key} | values)

    assert all(key.startswith(PREFIX) for key in values)
    assert settings.database_url == "postgresql://roulement:secret@base/roulement"
    assert SERVICES[name]["env_file"] == [".env"]


def test_the_file_of_settings_that_it_reads_has_those_of_mails() -> None:
    mail = {name for name in SHOWN if name.startswith(f"{PREFIX}SMTP_")}

    assert {f"{PREFIX}SMTP_HOST", f"{PREFIX}SMTP_PASSWORD", f"{PREFIX}SMTP_FROM"} <= mail
    assert "cp roulement.env .env" in TEXT


def test_every_variable_that_it_asks_for_is_written_by_the_lines_on_top() -> None:
    needed = set(re.findall(r"\$\{(\w+)", TEXT))

    assert needed == {"BASE_PASSWORD"}
    assert 'echo "BASE_PASSWORD=$(openssl rand -hex 32)" >> .env' in TEXT


@pytest.mark.parametrize("name", ["service", *WORKERS])
def test_its_commands_are_those_of_the_program(name: str) -> None:
    assert missing_options(" ".join(["rota", *SERVICES[name]["command"]])) == []


def test_every_command_of_the_comments_and_of_the_backup_is_one_of_the_program() -> None:
    lines = re.findall(r"\brota [^|&\n]+", TEXT.replace("« rota doctor »", "rota doctor\n"))

    assert len(lines) == 3
    assert [line for line in lines if missing_options(line)] == []


def test_workers_are_told_apart() -> None:
    assert [SERVICES[name]["command"][-1] for name in WORKERS] == ["1", "2"]
    hosts = [service["hostname"] for service in OURS.values()]
    assert sorted(hosts) == sorted(OURS)


def test_nobody_is_root_and_nobody_gains_a_right() -> None:
    users = {name: service["user"] for name, service in SERVICES.items()}
    in_image = re.findall(r"useradd .*--uid (\d+)", CONTAINERFILE)[0]

    assert users.pop("base") == "postgres"
    assert users.pop("relais") == "10002"
    assert "-u 10002 relais" in SERVICES["relais"]["build"]["dockerfile_inline"]
    assert set(users.values()) == {f"{in_image}:{in_image}"}
    assert all(service["cap_drop"] == ["ALL"] for service in SERVICES.values())
    assert SERVICES["relais"]["cap_add"] == ["NET_BIND_SERVICE"]


def test_each_is_looked_at_and_waits_for_what_it_needs() -> None:
    checked = {name: service.get("healthcheck", {}) for name, service in SERVICES.items()}
    without = [name for name, check in checked.items() if "test" not in check]

    assert without == [*WORKERS]
    (of_image,) = re.findall(r"^HEALTHCHECK .*? CMD (.+)$", CONTAINERFILE, re.MULTILINE)
    assert checked["service"]["test"] == ["CMD", *json.loads(of_image)]
    waited = {name: [*service.get("depends_on", {})] for name, service in SERVICES.items()}
    assert waited == {
        "base": [],
        "service": ["base"],
        **{key: ["service"] for key in (*WORKERS, "sauvegarde", "relais")},
    }
    conditions = [c for s in SERVICES.values() for c in s.get("depends_on", {}).values()]
    assert all(condition == {"condition": "service_healthy"} for condition in conditions)


def test_what_is_written_is_in_volumes_and_all_volumes_are_used() -> None:
    mounted = [volume.split(":") for s in SERVICES.values() for volume in s["volumes"]]
    named = {source for source, *_ in mounted if not source.startswith(".")}

    assert named == set(COMPOSE["volumes"])
    assert [m for m in mounted if m[0].startswith(".")] == [
        ["./Caddyfile", "/etc/caddy/Caddyfile", "ro"]
    ]
    assert f"WORKDIR {OURS['service']['volumes'][0].partition(':')[2]}" in CONTAINERFILE


def test_the_service_believes_the_proxy_alone_and_the_proxy_finds_it() -> None:
    trusted = OURS["service"]["environment"][f"{PREFIX}TRUSTED_PROXIES"]
    (network,) = COMPOSE["networks"]["interne"]["ipam"]["config"]

    assert SERVICES["relais"]["networks"]["interne"] == {"ipv4_address": trusted}
    assert ip_address(trusted) in ip_network(network["subnet"])
    assert SERVICES["relais"]["environment"] == {"AMONT": "service:8000"}
    assert "{$AMONT:127.0.0.1:8000}" in (DEPLOY / "Caddyfile").read_text("utf-8")


def test_the_database_has_no_way_out_and_only_the_proxy_has_ports() -> None:
    assert COMPOSE["networks"]["interne"]["internal"] is True
    assert SERVICES["base"]["networks"] == ["interne"]
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["relais"]


def test_the_database_s_own_programs_are_of_its_version() -> None:
    # Debian 13's, which the Containerfile installs for the backup before an upgrade.
    assert SERVICES["base"]["image"] == "postgres:17"
    assert "debian:trixie-slim" in CONTAINERFILE
    assert "postgresql-client" in CONTAINERFILE
