"""Send the forms of the team as a browser would."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi.testclient import TestClient

from tests.api.page.data.forms import Page, get, send

__all__ = ["Page", "get", "lines", "send"]


def lines(*people: Mapping[str, str], **shared: str) -> dict[str, Sequence[str] | str]:
    """Return the fields of lines of people, and of what is typed once for all of them."""
    return {
        "lignes": str(max(len(people), 5)),
        **{f"tous.{name}": text for name, text in shared.items()},
        **{
            f"l{n}.{name}": text
            for n, line in enumerate(people)
            for name, text in ({"role": "mediateur", "kind": "CDI"} | {**line}).items()
        },
    }


def add(client: TestClient, *people: Mapping[str, str], **shared: str) -> Page:
    """Add people; shared: what is typed once for all."""
    fields: Mapping[str, Any] = lines(*people, **({"start": "01/09/2026"} | shared))
    return send(client, "/equipe/ajouter", fields)
