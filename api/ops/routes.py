"""Tell over HTTP whether the process lives, whether it is ready, and what it measures."""

from collections.abc import Callable
from dataclasses import replace
from hmac import compare_digest
from ipaddress import ip_address

from fastapi import Request, Response
from fastapi.responses import PlainTextResponse
from pydantic import BaseModel

from api.access.door import Router
from api.access.request import TheEngine, TheSettings
from api.access.rights.rule import PUBLIC, SECRET
from api.ops.check import Check, Grade, fault, well
from api.ops.database import reached, schema, space
from api.web.refusing.problems import Fault, Refusal, not_found, refusals

WARMING = "mise en route"


class Health:
    """
    Checks what the service depends on, each time that it is asked.

    `jobs_up`: whether the engine of jobs runs in this process (None: this process has none).
    `warm`: whether what the first readers would wait for has been read in advance (None: nothing
    is). A schema once seen to be current isn't read again: a release changes it with the service
    stopped.
    """

    def __init__(
        self,
        engine: TheEngine,
        settings: TheSettings,
        jobs_up: Callable[[], bool] | None = None,
        warm: Callable[[], bool] | None = None,
    ) -> None:
        self.engine = engine
        self.settings = settings
        self.jobs_up = jobs_up
        self.warm = warm
        self._schema: Check | None = None

    def look(self) -> tuple[Check, ...]:
        """Check each thing, the database first; if it is away, its other checks are skipped."""
        base = reached(self.engine)
        checks = [base]
        if base.state is Grade.OK:
            checks.append(self._schema or schema(self.engine))
            if checks[-1].state is Grade.OK:
                self._schema = checks[-1]
        checks.append(space(self.engine, self.settings))
        if self.jobs_up is not None:
            up = self.jobs_up()
            checks.append(
                well("calculs", "le moteur tourne") if up else fault("calculs", "moteur arrêté")
            )
        if self.warm is not None:
            checks.append(
                well(WARMING, "plannings en cours lus et jugés")
                if self.warm()
                else fault(WARMING, "plannings en cours et solveur encore en préparation")
            )
        return tuple(checks)


def ready(checks: tuple[Check, ...]) -> bool:
    """Whether no check found a fault."""
    return all(check.state is not Grade.FAULT for check in checks)


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
