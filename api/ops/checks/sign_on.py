"""Check that the OIDC issuer says of itself what signing in needs."""

from typing import Any

import httpx2

from api.ops.check import Check, fault, well
from api.settings import Settings

NAME = "oidc"
SECONDS = 5.0
DISCOVERY = "/.well-known/openid-configuration"
NEEDED = ("authorization_endpoint", "token_endpoint", "jwks_uri")


def sign_on(settings: Settings) -> Check:
    """Read the issuer's discovery document, and check that it has all that a login needs."""
    issuer = settings.oidc_issuer
    if not issuer:
        return well(NAME, "non demandé")
    if not settings.oidc_client_id:
        return fault(NAME, "ROULEMENT_OIDC_CLIENT_ID est vide")
    wrong = _wrong(issuer)
    return fault(NAME, f"{issuer} {wrong}") if wrong else well(NAME, f"{issuer} répond")


def _wrong(issuer: str) -> str:
    """Say what is wrong with what the issuer says of itself (empty: nothing)."""
    try:
        answer = httpx2.get(issuer.rstrip("/") + DISCOVERY, timeout=SECONDS)
        answer.raise_for_status()
        said: Any = answer.json()
    except httpx2.HTTPStatusError as error:
        return f"répond {error.response.status_code}"
    except (httpx2.HTTPError, httpx2.InvalidURL):
        return "ne répond pas"
    except ValueError:
        return "ne répond pas en JSON"
    if not isinstance(said, dict) or said.get("issuer") != issuer:
        other = said.get("issuer") if isinstance(said, dict) else said
        return f"se dit « {other} »"
    lacking = [name for name in NEEDED if not said.get(name)]
    return f"ne dit pas {', '.join(lacking)}" if lacking else ""
