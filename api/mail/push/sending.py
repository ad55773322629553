"""Hand a notification over to the push service of a browser."""

import json
from datetime import UTC, datetime, timedelta
from typing import Self

import httpx2
from sqlalchemy import Engine, delete

from api.database.engine import reading, writing
from api.database.tables.devices import PushRow
from api.database.tables.mail import MailRow
from api.mail.push.subscriptions import browser, push_key
from api.mail.refusals import RefusedError
from api.settings import Settings

A_DAY = timedelta(days=1)
"""How long a push service keeps what is of use for ever, for a phone that is off."""

GONE = (404, 410)
"""The browser takes notifications no more (RFC 8030, 7.3)."""

TOO_MANY, FAILING = 429, 500


class Pushes:
    """A client of push services, opened for the first notification."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self._engine, self._settings = engine, settings
        self._client: httpx2.Client | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._client is not None:
            self._client.close()

    def send(self, mail: MailRow) -> None:
        """Send one notification (RefusedError: its push service didn't take it)."""
        from api.mail.push.encryption import encrypted, signature  # noqa: PLC0415 - cryptography

        with reading(self._engine) as session:
            row = browser(session, mail.push)
        if row is None:
            raise RefusedError("ce navigateur n’est plus abonné", final=True)
        now = datetime.now(UTC)
        left = A_DAY if mail.until is None else mail.until - now
        content = {"title": mail.subject, "opens": mail.body, "tag": mail.id}
        private = push_key(self._engine).private
        headers = {
            "Authorization": signature(private, row.endpoint, self._contact, now),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(max(0, int(left.total_seconds()))),
            "Urgency": "high",
        }
        body = encrypted(json.dumps(content, ensure_ascii=False).encode(), row.public_key, row.auth)
        try:
            status = self._open().post(row.endpoint, content=body, headers=headers).status_code
        except httpx2.HTTPError as error:
            raise RefusedError("le service de notifications ne répond pas") from error
        if status in GONE:
            self._forget(row.id)
            raise RefusedError("ce navigateur n’est plus abonné", final=True)
        if status == TOO_MANY or status >= FAILING:
            raise RefusedError(f"le service de notifications ne la prend pas encore ({status})")
        if status // 100 != 2:  # noqa: PLR2004 - success
            raise RefusedError(f"le service de notifications la refuse ({status})", final=True)

    @property
    def _contact(self) -> str:
        shown = self._settings.shown_url
        return shown if self._settings.secure else f"mailto:{self._settings.smtp_from}"

    def _open(self) -> httpx2.Client:
        if self._client is None:
            seconds = self._settings.smtp_seconds
            # Where an address leads on to isn't followed: it might be inside our own network.
            self._client = httpx2.Client(timeout=seconds, follow_redirects=False)
        return self._client

    def _forget(self, named: str) -> None:
        with writing(self._engine, alone=False) as session:
            session.execute(delete(PushRow).where(PushRow.id == named))
