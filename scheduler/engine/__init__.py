"""The engine: it takes a problem and returns an outcome, whichever way it searched."""

from scheduler.engine.outcome import Infeasible as Infeasible
from scheduler.engine.outcome import Options as Options
from scheduler.engine.outcome import Outcome as Outcome
from scheduler.engine.outcome import OutOfTime as OutOfTime
from scheduler.engine.outcome import PartReport as PartReport
from scheduler.engine.outcome import Profiled as Profiled
from scheduler.engine.outcome import Progress as Progress
from scheduler.engine.outcome import Solution as Solution
from scheduler.engine.outcome import TierResult as TierResult
from scheduler.engine.outcome import TierStatus as TierStatus
from scheduler.engine.parts.splitting import parts_of as parts_of
from scheduler.engine.solve import solve as solve
