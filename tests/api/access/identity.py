"""A small identity provider, served in the process, which may be made to lie."""

import base64
import hashlib
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx2
from joserfc import jwt
from joserfc.jwk import ECKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from tests.api.access.people import EMAIL, QUICK

ISSUER = "https://identite.exemple.org/realm"
CLIENT, SECRET = "roulement", "secret du client"
KEY = ECKey.generate_key("P-256", {"kid": "1"})
OTHER = ECKey.generate_key("P-256", {"kid": "1"})
KNOWING = QUICK.model_copy(
    update={"oidc_issuer": ISSUER, "oidc_client_id": CLIENT, "oidc_client_secret": SECRET}
)


class Down(httpx2.BaseTransport):
    """A network on which nobody answers."""

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        raise httpx2.ConnectError("personne", request=request)


@dataclass
class Identity(httpx2.BaseTransport):
    """
    The provider, and the network that leads to it.

    `claims` replace those of its tokens (None takes one away), `described` what it says of itself,
    `more` is its userinfo, `broken` are paths that it answers with that.
    """

    claims: dict[str, Any] = field(default_factory=dict)
    described: dict[str, Any] = field(default_factory=dict)
    more: dict[str, Any] = field(default_factory=dict)
    broken: dict[str, Response] = field(default_factory=dict)
    key: Any = field(default_factory=lambda: KEY)
    algorithm: str = "ES256"
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    tokens: int = 0

    def __post_init__(self) -> None:
        paths = {
            "/realm/.well-known/openid-configuration": self._describe,
            "/realm/oui": self._authorize,
            "/realm/jeton": self._token,
            "/realm/cles": self._keys,
            "/realm/moi": self._userinfo,
        }
        routes = [
            Route(path, endpoint, methods=["GET", "POST"]) for path, endpoint in paths.items()
        ]
        self._client = TestClient(Starlette(routes=routes), base_url=ISSUER, follow_redirects=False)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        if request.url.path in self.broken:
            content: Any = self.broken[request.url.path]
            return httpx2.Response(
                content.status_code, content=bytes(content.body), request=request
            )
        answer = self._client.request(
            request.method, str(request.url), content=request.read(), headers=request.headers
        )
        return httpx2.Response(
            answer.status_code, headers=answer.headers, content=answer.content, request=request
        )

    def agreed(self, address: str) -> dict[str, str]:
        """Go where the browser is sent, agree, and return what it brings back."""
        answer = self._client.get(address)
        back = urlsplit(answer.headers["location"])
        return {name: value[0] for name, value in parse_qs(back.query).items()}

    def _describe(self, _request: Request) -> Response:
        return JSONResponse(
            {
                "issuer": ISSUER,
                "authorization_endpoint": f"{ISSUER}/oui",
                "token_endpoint": f"{ISSUER}/jeton",
                "jwks_uri": f"{ISSUER}/cles",
                "userinfo_endpoint": f"{ISSUER}/moi",
                **self.described,
            }
        )

    def _authorize(self, request: Request) -> Response:
        params = dict(request.query_params)
        assert params["response_type"] == "code"
        assert params["code_challenge_method"] == "S256"
        assert "openid" in params["scope"].split()
        code = f"code-{len(self.codes)}"
        self.codes[code] = params
        query = urlencode({"code": code, "state": params["state"]})
        return RedirectResponse(f"{params['redirect_uri']}?{query}", 302)

    async def _token(self, request: Request) -> Response:
        form = dict(await request.form())
        basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        query = self.codes.pop(str(form.get("code")), None)
        proof = hashlib.sha256(str(form.get("code_verifier")).encode()).digest()
        challenge = base64.urlsafe_b64encode(proof).decode().rstrip("=")
        if (
            query is None
            or request.headers["authorization"] != f"Basic {basic}"
            or query["code_challenge"] != challenge
            or query["redirect_uri"] != form.get("redirect_uri")
        ):
            return JSONResponse({"error": "invalid_grant"}, 400)
        self.tokens += 1
        now = int(time.time())
        claims = {
            "iss": ISSUER,
            "sub": "sujet-1",
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": query["nonce"],
            "email": EMAIL,
            "email_verified": True,
            **self.claims,
        }
        kept = {name: value for name, value in claims.items() if value is not None}
        signed = jwt.encode({"alg": self.algorithm, "kid": "1"}, kept, self.key)
        return JSONResponse({"access_token": "a", "token_type": "Bearer", "id_token": signed})

    def _keys(self, _request: Request) -> Response:
        return JSONResponse({"keys": [KEY.as_dict(private=False)]})

    def _userinfo(self, request: Request) -> Response:
        assert request.headers["authorization"] == "Bearer a"
        return JSONResponse(self.more)
