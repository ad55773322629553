"""Headers of answers as the document describes them, each in one place."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

HEADERS: Mapping[str, str] = MappingProxyType(
    {
        "ETag": "La version de ce qui est rendu : à donner dans If-Match pour le modifier.",
        "Location": "L’adresse de ce qui est fait, ou demandé.",
        "Retry-After": "Dans combien de secondes redemander.",
        "Roulement-Data": "Le numéro des données dont la réponse est faite.",
        "Roulement-Register": "Le numéro du registre dont la réponse est faite.",
    }
)


def described(names: Iterable[str]) -> dict[str, Any]:
    """Return the `headers` of an answer for the document."""
    return {name: {"description": HEADERS[name], "schema": {"type": "string"}} for name in names}
