"""
Answer a request that is sent again as the first time, and do what it asks only once.

The answer is recorded in the transaction of the deed itself, so a server killed at any moment has
either done it and remembers the answer, or has done nothing.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Header, Request
from fastapi.encoders import jsonable_encoder
from fastapi.responses import Response
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from api.access.request import Who, the_engine
from api.database.engine import reading, writing
from api.database.tables.access import ERASED, IdempotencyRow
from api.web.refusing.problems import Refusal

T = TypeVar("T")


class AlreadyAnsweredError(Exception):
    """The same request was answered meanwhile: this transaction is undone."""


class Once:
    """The key of one request (empty: it may not be sent again safely)."""

    def __init__(self, engine: Engine, user: str, key: str, request: str) -> None:
        self.engine, self.user, self.key, self.request = engine, user, key, request

    def answered(self) -> Response | None:
        """
        Return the answer that this request got before, if it did.

        Raises Refusal: the key was given with another request (422), or the answer isn't kept any
        more (410).
        """
        if not self.key:
            return None
        with reading(self.engine) as session:
            row = session.get(IdempotencyRow, (self.user, self.key))
        if row is None:
            return None
        if row.request != self.request:
            raise Refusal(
                422,
                "cle_reutilisee",
                "Cette clé d’idempotence a déjà servi pour une autre demande.",
            )
        headers = {**row.headers, "Idempotent-Replay": "true"}
        if row.body == ERASED:
            raise Refusal(
                410,
                "reponse_effacee",
                "Cette demande a été faite ; sa réponse, qui pouvait nommer une personne effacée "
                "depuis, n’est plus gardée.",
                headers=headers,
            )
        return Response(row.body, row.status, headers, media_type="application/json")

    def do(
        self,
        deed: Callable[[Session], T],
        headers: Mapping[str, str],
        *,
        first: Callable[[], object] = bool,
        status: int = 201,
    ) -> T:
        """
        Do a deed in a transaction of its own, once; return its answer, or the one kept of then.

        `first`: what is done outside the transaction. `headers`: those that the deed adds to the
        answer, which are kept too. Raises what the deed does, and what `answered` does.
        """
        before = self.answered()
        if before is None:
            try:
                first()
                with writing(self.engine) as session:
                    answer = deed(session)
                    self.record(session, status, answer, headers)
                    return answer
            except Exception:
                # Sent twice at once with one key, the second may meet what the first has just done.
                before = self.answered()
                if before is None:
                    raise
        return before  # type: ignore[return-value]  # the answer of then, as it was sent

    def record(
        self, session: Session, status: int, body: Any, headers: Mapping[str, str] | None = None
    ) -> None:
        """
        Keep the answer, in the transaction of the deed.

        Raises AlreadyAnsweredError: another request with this key was faster: undo, then ask
        `answered`.
        """
        if not self.key:
            return
        if session.get(IdempotencyRow, (self.user, self.key)) is not None:
            raise AlreadyAnsweredError
        session.add(
            IdempotencyRow(
                user=self.user,
                key=self.key,
                request=self.request,
                status=status,
                headers=dict(headers or {}),
                body=json.dumps(jsonable_encoder(body), ensure_ascii=False),
                at=datetime.now(UTC),
            )
        )


async def once(
    request: Request,
    caller: Who,
    key: Annotated[
        str,
        Header(
            alias="Idempotency-Key",
            max_length=255,
            description="La même clé redonne la même réponse : sans elle, ne renvoyez pas.",
        ),
    ] = "",
) -> Once:
    """Read the idempotency key of a request, and the digest of that request."""
    digest = request_digest(
        request.method,
        request.url.path,
        request.headers.get("if-match", ""),
        await request.body(),
    )
    return Once(the_engine(request), caller.user, key, digest)


def request_digest(method: str, path: str, match: str, body: bytes) -> str:
    """Return the digest that identifies a repeated request: of method, path, If-Match and body."""
    return hashlib.sha256(f"{method} {path}\n{match}\n".encode() + body).hexdigest()


OnceKey = Annotated[Once, Depends(once)]
