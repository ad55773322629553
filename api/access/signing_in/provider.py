"""
Let people sign in by an identity provider (OpenID Connect: PKCE, a nonce, a state used once).

It opens accounts that exist and makes none: what an account may do is decided here, not there.
Its libraries take a while to load: a service without a provider never imports this module.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.httpx_client import OAuth2Client
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry
from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Session

from api.access.accounts.service import by_email, normalised
from api.access.caller import Caller
from api.access.errors import InvalidAccountError, ProviderDownError, ProviderRefusedError
from api.access.journal import note
from api.access.secrets.passwords import count, known_as
from api.access.secrets.secret import Issued, digest, draw
from api.access.signing_in.login import PROVIDER_LIVES, welcome
from api.database.engine import writing
from api.database.tables.access import ProviderTryRow, UserRow
from api.settings import Settings

PATH = "/api/v1/session/oidc/retour"
SECONDS = 10
"""How long an answer of the provider may take."""

LEEWAY = 60
"""Seconds by which its clock may differ from ours."""

SIGNED = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
"""Signatures that are believed: by keys of which the provider publishes a half."""

DOWN = "le fournisseur d’identité ne répond pas : réessayez, ou connectez-vous par mot de passe"
AGAIN = "cette connexion a expiré ou a déjà servi : recommencez"
NOBODY = "aucun compte ouvert n’a cette adresse : demandez-en un à l’administrateur"


@dataclass(frozen=True, kw_only=True)
class ProviderLogin:
    """Where to send the browser, and the state that it keeps until it comes back."""

    address: str
    state: str


@dataclass(frozen=True, kw_only=True)
class Identity:
    """What the provider proved: whom it knows, and their e-mail where it has verified it."""

    subject: str
    email: str


@dataclass(frozen=True, kw_only=True)
class Provider:
    """The identity provider of the settings; `transport` is how to reach it (None: by network)."""

    settings: Settings
    transport: httpx2.BaseTransport | None = None

    @property
    def known(self) -> bool:
        """Whether the settings name one."""
        return bool(self.settings.oidc_issuer and self.settings.oidc_client_id)

    def begin(
        self, engine: Engine, *, address: str = "", now: datetime | None = None
    ) -> ProviderLogin:
        """
        Begin a login; `address` is where the request comes from.

        Raises ProviderDownError: it can't be reached, or describes itself wrongly;
        TooManyTriesError: too many were begun from that address and not finished.
        """
        at = now or datetime.now(UTC)
        state, nonce, verifier = draw(), draw(), draw()
        with self._client() as client:
            described = self._metadata(client)
            url, _ = client.create_authorization_url(
                described["authorization_endpoint"],
                state=state,
                code_verifier=verifier,
                nonce=nonce,
            )
        with writing(engine) as session:
            if address:
                limits = {known_as("provider", address): self.settings.address_tries}
                count(session, limits, at, timedelta(minutes=self.settings.login_minutes))
            session.execute(
                delete(ProviderTryRow).where(ProviderTryRow.made <= at - PROVIDER_LIVES)
            )
            session.add(
                ProviderTryRow(state=digest(state), nonce=nonce, verifier=verifier, made=at)
            )
        return ProviderLogin(address=url, state=state)

    def finish(
        self,
        engine: Engine,
        *,
        state: str,
        kept: str,
        code: str,
        reader: str = "",
        now: datetime | None = None,
    ) -> tuple[Issued, Caller]:
        """
        Open the session of the person who comes back; `kept` is the state that the browser kept.

        Raises ProviderRefusedError: the state, the code or the identity isn't what is expected, or
        no account is theirs; ProviderDownError: the provider can't be reached.
        """
        at = now or datetime.now(UTC)
        if not state or not hmac.compare_digest(state.encode(), kept.encode()):
            raise ProviderRefusedError(AGAIN)
        with writing(engine) as session:
            begun = session.execute(
                delete(ProviderTryRow)
                .where(
                    ProviderTryRow.state == digest(state), ProviderTryRow.made > at - PROVIDER_LIVES
                )
                .returning(ProviderTryRow.nonce, ProviderTryRow.verifier)
            ).first()
        if begun is None:
            raise ProviderRefusedError(AGAIN)
        proven = self._proven(code, begun.nonce, begun.verifier, at)
        with writing(engine) as session:
            user = _account(session, proven)
            issued, caller = welcome(session, self.settings, user, at, reader=reader)
            if user.oidc_subject is None:
                user.oidc_subject = proven.subject
                note(session, caller, "lier_fournisseur", "compte", user.id)
            return issued, caller

    def _proven(self, code: str, nonce: str, verifier: str, now: datetime) -> Identity:
        try:
            with self._client() as client:
                described = self._metadata(client)
                token = client.fetch_token(
                    described["token_endpoint"],
                    grant_type="authorization_code",
                    code=code,
                    code_verifier=verifier,
                )
                keys = self._fetch(client, described["jwks_uri"])
                claims = self._claims(token, keys, nonce, now)
                subject = str(claims["sub"])
                more: dict[str, Any] = {}
                if "email" not in claims and "userinfo_endpoint" in described:
                    more = self._fetch(client, described["userinfo_endpoint"], known=True)
        except OAuthError as error:
            raise ProviderRefusedError from error
        except (httpx2.HTTPError, ValueError) as error:
            raise ProviderDownError(DOWN) from error
        if more.get("sub") == subject:
            claims = {**more, **claims}
        verified = claims.get("email_verified") in (True, "true")
        named = f"{self.settings.oidc_issuer}\n{subject}".encode()
        return Identity(
            subject=hashlib.sha256(named).hexdigest(),
            email=str(claims.get("email", "")) if verified else "",
        )

    def _claims(
        self, token: dict[str, Any], keys: dict[str, Any], nonce: str, now: datetime
    ) -> dict[str, Any]:
        """Check the signed token (signature, issuer, audience, nonce, dates); return its claims."""
        try:
            read = jwt.decode(
                token["id_token"],
                KeySet.import_key_set(keys),  # type: ignore[arg-type]  # what it gives is checked
                registry=JWSRegistry(algorithms=SIGNED, strict_check_header=False),
            )
            expected = {
                "iss": {"essential": True, "value": self.settings.oidc_issuer},
                "aud": {"essential": True, "value": self.settings.oidc_client_id},
            }
            claims = CodeIDToken(
                read.claims,
                read.header,
                expected,
                {
                    "nonce": nonce,
                    "client_id": self.settings.oidc_client_id,
                    "access_token": token.get("access_token"),
                },
            )
            claims.validate(now=int(now.timestamp()), leeway=LEEWAY)
        except (JoseError, KeyError, TypeError, ValueError) as error:
            raise ProviderRefusedError from error
        return dict(claims)

    def _client(self) -> Any:
        return OAuth2Client(
            self.settings.oidc_client_id,
            self.settings.oidc_client_secret or None,
            scope="openid email profile",
            redirect_uri=self.settings.shown_url + PATH,
            code_challenge_method="S256",
            transport=self.transport,
            timeout=SECONDS,
        )

    def _metadata(self, client: Any) -> dict[str, Any]:
        """Fetch the provider's metadata; refuse another issuer's, or some that lack an address."""
        issuer = self.settings.oidc_issuer
        metadata = self._fetch(client, f"{issuer.rstrip('/')}/.well-known/openid-configuration")
        wanted = ("authorization_endpoint", "token_endpoint", "jwks_uri")
        if metadata.get("issuer") != issuer or not all(
            isinstance(metadata.get(w), str) for w in wanted
        ):
            raise ProviderDownError(DOWN)
        return metadata

    def _fetch(self, client: Any, address: str, *, known: bool = False) -> dict[str, Any]:
        try:
            answer = client.request("GET", address, withhold_token=not known)
            answer.raise_for_status()
            content = answer.json()
        except (httpx2.HTTPError, httpx2.InvalidURL, ValueError) as error:
            raise ProviderDownError(DOWN) from error
        if not isinstance(content, dict):
            raise ProviderDownError(DOWN)
        return content


def _account(session: Session, proven: Identity) -> UserRow:
    """
    Return the account of the person who was proven: the one tied to them, or that of their e-mail.

    An e-mail opens an account that is tied to nobody yet, and only if the provider verified it.
    """
    tied = select(UserRow).where(UserRow.oidc_subject == proven.subject)
    user = session.scalars(tied).first()
    if user is None and proven.email:
        try:
            user = by_email(session, normalised(proven.email))
        except InvalidAccountError:
            user = None
        if user is not None and user.oidc_subject is not None:
            user = None
    if user is None or user.closed is not None:
        raise ProviderRefusedError(NOBODY)
    return user
