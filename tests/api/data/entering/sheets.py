"""A file of rows of one kind, imported by whom a client is."""

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from api.access.signing_in.authentication import authenticate
from api.data.entering.sheet import SheetFile, SheetImport, import_sheet
from api.data.errors import BadFilesError


def sent(
    client: TestClient, kind: str, content: str | bytes, *, dry_run: bool = False
) -> SheetImport:
    """Import a CSV."""
    engine: Engine = client.app.state.engine  # type: ignore[attr-defined]  # of the app served
    token = client.headers["Authorization"].removeprefix("Bearer ")
    who = authenticate(engine, cookie=None, bearer=token)
    assert who is not None
    raw = content.encode() if isinstance(content, str) else content
    file = SheetFile(name=f"{kind}.csv", content=raw)
    return import_sheet(engine, who, kind, file, dry_run=dry_run)


def counts(done: SheetImport) -> tuple[int, int, int]:
    """Return how many rows a file added, changed, and had as they are."""
    changed = done.difference
    return len(changed.added), len(changed.changed), changed.kept


def faults(client: TestClient, kind: str, content: str | bytes) -> list[tuple[str, str]]:
    """Return why a CSV is refused: the place and what was expected there."""
    with pytest.raises(BadFilesError) as refused:
        sent(client, kind, content)
    return [(fault.where, fault.expected) for fault in refused.value.errors]
