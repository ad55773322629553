"""Réglages: what whoever runs the service decides, read from the environment once, at the start."""

from __future__ import annotations

import os
import socket
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

if TYPE_CHECKING:
    from collections.abc import Mapping

PREFIX = "ROULEMENT_"


def _address(text: str) -> str:
    if not text.startswith(("http://", "https://")):
        raise ValueError("une adresse qui commence par http:// ou https://")
    return text.rstrip("/")


class Settings(BaseModel):
    """
    The settings; each is `ROULEMENT_` and its name in capitals in the environment.

    `database_url`: `sqlite:///file.db` or `postgresql://…`. `public_url`: as phones and mails
    reach the service. `trusted_proxies`: addresses whose X-Forwarded headers are believed.
    `host_id`: this machine's name, the same after a restart. `solves`: solves at once on this
    machine. `feed_rate`: reads of one feed an hour. `urgent_hours`: a change nearer than that goes
    out by mail too. `smtp_security`: `starttls`, `implicit` (TLS from the first byte) or `none`.
    `smtp_seconds`: how long one answer of the mail server may take. `smtp_days`: a mail that
    couldn't be sent is tried again for so long.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    database_url: str = "sqlite:///roulement.db"
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8000
    public_url: Annotated[str, AfterValidator(_address)] = "http://127.0.0.1:8000"
    trusted_proxies: tuple[str, ...] = ()
    host_id: str = Field(default_factory=socket.gethostname)
    solves: Annotated[int, Field(ge=1, le=64)] = 1
    solve_seconds: Annotated[int, Field(ge=1, le=3600)] = 600
    solve_memory_mb: Annotated[int, Field(ge=512, le=1 << 20)] = 6144
    request_mb: Annotated[int, Field(ge=1, le=1024)] = 20
    session_hours: Annotated[int, Field(ge=1, le=720)] = 8
    login_tries: Annotated[int, Field(ge=1, le=1000)] = 5
    feed_rate: Annotated[int, Field(ge=1, le=10_000_000)] = 60
    urgent_hours: Annotated[int, Field(ge=0, le=720)] = 48
    smtp_host: str = ""
    smtp_port: Annotated[int, Field(ge=1, le=65535)] = 25
    smtp_user: str = ""
    smtp_password: str = Field(default="", repr=False)
    smtp_security: Literal["none", "starttls", "implicit"] = "none"
    smtp_from: str = "roulement@localhost"
    smtp_seconds: Annotated[int, Field(ge=1, le=600)] = 30
    smtp_days: Annotated[int, Field(ge=1, le=30)] = 5
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = Field(default="", repr=False)

    @property
    def secure(self) -> bool:
        """Whether people reach the service by https: cookies then travel no other way."""
        return self.public_url.startswith("https://")


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """
    Read the settings from the environment.

    Raises
    ------
    ValidationError
        A value can't be, or a variable with our prefix names no setting.
    """
    given = os.environ if environment is None else environment
    found: dict[str, object] = {}
    for name, text in given.items():
        if name.startswith(PREFIX) and name != f"{PREFIX}DEBUG":
            key = name.removeprefix(PREFIX).lower()
            found[key] = (
                tuple(part.strip() for part in text.split(",") if part.strip())
                if key == "trusted_proxies"
                else text
            )
    return Settings.model_validate(found)
