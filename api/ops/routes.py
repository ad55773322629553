"""Tell over HTTP whether the process lives, whether it is ready, and what it measures."""

from dataclasses import replace
from hmac import compare_digest
from ipaddress import ip_address

from fastapi import Request, Response
from fastapi.responses import PlainTextResponse
from pydantic import BaseModel

from api.access.door import Router
from api.access.request import TheEngine, TheSettings
from api.access.rights.rule import PUBLIC, SECRET
from api.ops.check import Check, Grade
from api.ops.health import Health, ready
from api.web.refusing.problems import Fault, Refusal, not_found, refusals

router = Router(tags=["santé"], caller="la supervision et le répartiteur de charge")


class HealthOut(BaseModel):
    """What was looked at; `text` is for those who may read the measures."""

    checks: list[Check]


@router.get("/sante/vivant", may=PUBLIC)
def alive() -> HealthOut:
    """Dit que le processus répond ; rien d’autre n’est regardé."""
    return HealthOut(checks=[])


@router.get("/sante/pret", may=PUBLIC)
def prepared(request: Request, engine: TheEngine, settings: TheSettings) -> HealthOut:
    """
    Dit si la base, son schéma, le disque et les calculs vont bien, les plannings lus (sinon : 503).

    Les détails vont à qui peut lire les mesures ; tout autre sait ce qui ne va pas, sans plus.
    """
    state, detailed = request.app.state, _may_read(request, settings.metrics_token)
    if not hasattr(state, "health"):
        state.health = Health(
            engine, settings, getattr(state, "jobs_up", None), getattr(state, "warm", None)
        )
    checks = state.health.look()
    if not ready(checks):
        raise Refusal(
            503,
            "pas_pret",
            "Le service n’est pas prêt.",
            errors=tuple(
                Fault(field=check.name, received=check.text if detailed else "", expected="OK")
                for check in checks
                if check.state is Grade.FAULT
            ),
            headers={"Retry-After": "5"},
        )
    return HealthOut(checks=[c if detailed else replace(c, text="") for c in checks])


@router.get("/metrics", may=SECRET, response_class=PlainTextResponse, responses=refusals(404))
def measured(request: Request, settings: TheSettings) -> Response:
    """
    Donne les mesures au format de Prometheus.

    Avec le jeton des réglages ; sans jeton réglé, à cette machine seule, et jamais par un
    mandataire (le monde entier serait cette machine). Pour tout autre : 404.
    """
    if not _may_read(request, settings.metrics_token):
        raise not_found()
    body, media = request.app.state.metrics.text(request.headers.get("accept", ""))
    return Response(body, media_type=media)


def _may_read(request: Request, token: str) -> bool:
    if token:
        scheme, _, bearer = request.headers.get("authorization", "").partition(" ")
        return scheme.lower() == "bearer" and compare_digest(
            bearer.strip().encode(), token.encode()
        )
    if request.client is None or getattr(request.state, "forwarded", False):
        return False
    try:
        return ip_address(request.client.host).is_loopback
    except ValueError:
        return False
