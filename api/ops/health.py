"""Tell whether the service may be sent requests."""

from collections.abc import Callable

from sqlalchemy import Engine

from api.ops.check import Check, Grade, fault, well
from api.ops.checks.database import reached, schema, space
from api.settings import Settings

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
        engine: Engine,
        settings: Settings,
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
