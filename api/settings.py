"""The settings that the operator decides, read once from environment variables at the start."""

from __future__ import annotations

import os
import re
import socket
from collections.abc import Mapping
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from api.french.environment import read

PREFIX = "ROULEMENT_"


DATABASES = frozenset({"sqlite", "postgresql", "postgres", "postgresql+psycopg"})


PUSH_SERVICES = (
    "https://fcm.googleapis.com",
    "https://updates.push.services.mozilla.com",
    "https://*.push.apple.com",
    "https://*.notify.windows.com",
)
"""Those of Chrome, Firefox, Safari and Edge: this service writes to no other address."""


def _database(text: str) -> str:
    try:
        parts = urlsplit(text)
        known = parts.scheme in DATABASES and (parts.port is None or parts.port > 0)
    except ValueError:
        known = False
    if not known:
        raise ValueError("sqlite:///fichier.db ou postgresql://compte:motdepasse@machine/base")
    return text


def _address(text: str) -> str:
    if not text.startswith(("http://", "https://")):
        raise ValueError("une adresse qui commence par http:// ou https://")
    return text.rstrip("/")


def own_address(host: str, port: int) -> str:
    """Return the address of a service on this machine, as a browser takes it."""
    host = {"0.0.0.0": "127.0.0.1", "": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _default_address(read_before: dict[str, Any]) -> str:
    """Return the public address where none is set: that of host and port (wrong: empty)."""
    return own_address(read_before.get("host", ""), read_before.get("port", 0))


def _networks(texts: tuple[str, ...]) -> tuple[str, ...]:
    for text in texts:
        try:
            ip_network(text, strict=False)
        except ValueError:
            raise ValueError(
                "des adresses IP ou des réseaux, séparés par des virgules (10.0.0.0/8)"
            ) from None
    return texts


def _mailbox(text: str) -> str:
    if not re.fullmatch(r"[^\s@<>,;]+@[^\s@<>,;]+", text):
        raise ValueError("une adresse de courriel, comme planning@exemple.fr")
    return text


class Settings(BaseModel):
    """
    The settings; each is `ROULEMENT_` and its name in capitals in the environment.

    `database_url`: `sqlite:///file.db` or `postgresql://…`. `public_url`: as phones and mails reach
    the service; unless it is set, the address of `host` and `port`. `trusted_proxies`: addresses
    whose X-Forwarded headers are believed. `host_id`: this machine's name, the same after a
    restart. `solves`: solves at once on this machine (the same on every machine), each of at most
    `solve_seconds`, `solve_memory_mb` for each of its `solve_processes`, which have `solve_threads`
    each. `best_seconds`: how often the best rota so far is saved. `poll_seconds`: how often a
    calculation is looked at. A worker writes every `heartbeat_seconds` that it is alive; after
    `dead_seconds` of silence its calculations go to others. `job_days`: how long the events of a
    calculation are kept. `audit_seconds`, `audit_memory_mb`: what an audit of files, or documents,
    may take. `login_tries`: failed logins of one e-mail from one address (ten times as many from
    everywhere), and `address_tries`, of one address, within `login_minutes`. `password_passes` and
    `password_memory_kib`: what argon2 costs. `session_hours`, `invitation_hours`, `reset_minutes`,
    `token_days`: how long secrets live; `remembered_days`: a session on a device whose owner says
    so. `hours_years`: for so long after a contract a person's
    hours are kept: pay may be claimed for three years (L3245-1), and the hours shown to the
    inspector for one (D3171-16). Kept before they are purged: `health_months`, reasons of absences
    that tell of health and personal constraints; `trail_days`, the trail; `mail_days`, mails sent;
    `secret_days`, ended sessions, tokens and links; `read_days`, who read a publication.
    `feed_rate`: reads of one feed an hour. `urgent_hours`: a change nearer than that goes out by
    mail too. `swaps_automatic`: a swap that both agree to is published without a responsable.
    `smtp_security`: `starttls`,
    `implicit` (TLS from the first byte) or `none`. `smtp_seconds`: how long one answer of the mail
    server may take. `smtp_days`: a mail that couldn't be sent is tried again for so long.
    `push_services`: origins of push services, `*` for any name, to which notifications may be sent
    (none: no phone gets any). `event_days`: how long events and their sendings are kept.
    `event_networks`: private networks to which events may be sent, there without https too.
    `request_mb`, `request_seconds`: how long a request may be, and how long it may take to come.
    `database_seconds`: how long a command waits for a PostgreSQL server that starts, or for another
    writer of a SQLite file. `disk_mb`: with less free space, the service says that it isn't ready.
    `backup_folder`: where upgrades put their backups, and `rota doctor` looks. `log_format`: `auto`
    is for people on a terminal and JSON elsewhere. `metrics_token`: what opens `/metrics` (empty:
    this machine alone may read it).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    database_url: Annotated[str, AfterValidator(_database)] = Field(
        default="sqlite:///roulement.db", repr=False
    )
    database_seconds: Annotated[int, Field(ge=0, le=86_400)] = 300
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8000
    public_url: Annotated[str, AfterValidator(_address)] = Field(default_factory=_default_address)
    trusted_proxies: Annotated[tuple[str, ...], AfterValidator(_networks)] = ()
    host_id: str = Field(default_factory=socket.gethostname)
    solves: Annotated[int, Field(ge=1, le=64)] = 1
    solve_seconds: Annotated[int, Field(ge=1, le=3600)] = 600
    solve_memory_mb: Annotated[int, Field(ge=768, le=1 << 20)] = 6144
    audit_seconds: Annotated[int, Field(ge=1, le=3600)] = 300
    audit_memory_mb: Annotated[int, Field(ge=512, le=1 << 20)] = 4096
    solve_processes: Annotated[int, Field(ge=1, le=64)] = 2
    solve_threads: Annotated[int, Field(ge=1, le=64)] = 1
    best_seconds: Annotated[float, Field(ge=0, le=600)] = 10
    poll_seconds: Annotated[float, Field(ge=0.01, le=10)] = 0.5
    heartbeat_seconds: Annotated[float, Field(ge=0.05, le=600)] = 10
    dead_seconds: Annotated[float, Field(ge=0.1, le=3600)] = 60
    job_days: Annotated[int, Field(ge=1, le=3650)] = 30
    request_mb: Annotated[int, Field(ge=1, le=1024)] = 20
    request_seconds: Annotated[int, Field(ge=1, le=3600)] = 60
    disk_mb: Annotated[int, Field(ge=0, le=1 << 20)] = 200
    backup_folder: str = ""
    log_format: Literal["auto", "json", "texte"] = "auto"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    metrics_token: str = Field(default="", repr=False)
    session_hours: Annotated[int, Field(ge=1, le=720)] = 8
    remembered_days: Annotated[int, Field(ge=1, le=365)] = 90
    login_tries: Annotated[int, Field(ge=1, le=1000)] = 5
    address_tries: Annotated[int, Field(ge=1, le=100_000)] = 50
    login_minutes: Annotated[int, Field(ge=1, le=1440)] = 15
    password_passes: Annotated[int, Field(ge=1, le=20)] = 3
    password_memory_kib: Annotated[int, Field(ge=64, le=1 << 20)] = 65_536
    invitation_hours: Annotated[int, Field(ge=1, le=720)] = 168
    reset_minutes: Annotated[int, Field(ge=5, le=1440)] = 60
    token_days: Annotated[int, Field(ge=1, le=3650)] = 365
    hours_years: Annotated[int, Field(ge=1, le=50)] = 3
    health_months: Annotated[int, Field(ge=1, le=600)] = 36
    trail_days: Annotated[int, Field(ge=1, le=3650)] = 365
    mail_days: Annotated[int, Field(ge=1, le=3650)] = 90
    secret_days: Annotated[int, Field(ge=1, le=3650)] = 30
    read_days: Annotated[int, Field(ge=1, le=3650)] = 365
    feed_rate: Annotated[int, Field(ge=1, le=10_000_000)] = 60
    urgent_hours: Annotated[int, Field(ge=0, le=720)] = 48
    swaps_automatic: bool = False
    smtp_host: str = ""
    smtp_port: Annotated[int, Field(ge=1, le=65535)] = 25
    smtp_user: str = ""
    smtp_password: str = Field(default="", repr=False)
    smtp_security: Literal["none", "starttls", "implicit"] = "none"
    smtp_from: Annotated[str, AfterValidator(_mailbox)] = "roulement@localhost"
    smtp_seconds: Annotated[int, Field(ge=1, le=600)] = 30
    smtp_days: Annotated[int, Field(ge=1, le=30)] = 5
    push_services: tuple[str, ...] = PUSH_SERVICES
    event_days: Annotated[int, Field(ge=2, le=3650)] = 30
    event_networks: Annotated[tuple[str, ...], AfterValidator(_networks)] = ()
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = Field(default="", repr=False)

    def at_port(self, port: int) -> Settings:
        """Return these settings on another port: a public address that nobody set follows it."""
        return Settings.model_validate({**self.model_dump(exclude_unset=True), "port": port})

    @property
    def sends_mail(self) -> bool:
        """Whether mails leave the service: a server is set."""
        return bool(self.smtp_host)

    @property
    def backups(self) -> Path | None:
        """The folder where upgrades put their backups (None: the default of `safeguard`)."""
        return Path(self.backup_folder) if self.backup_folder else None

    @property
    def shown_url(self) -> str:
        """`public_url` as it is shown to people and in mails: without any account and password."""
        return re.sub(r"(?<=://).*@", "", self.public_url)

    @property
    def secure(self) -> bool:
        """Whether people reach the service by https: cookies are then sent over https only."""
        return self.public_url.startswith("https://")


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """
    Read the settings from the environment; a secret may stand in a file (`…_PASSWORD_FILE`).

    SettingsError: a value is invalid, or a variable with our prefix names no setting.
    """
    return read(Settings, os.environ if environment is None else environment, PREFIX)
