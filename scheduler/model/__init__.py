"""
The CP-SAT model of a problem: literals, verbs, gates.

Rules and goals never see the solver: they speak in verbs (`forbid_all`, `at_most`, `at_least`,
`any_of`, …) over opaque literals. Past and training are the constant `TRUE`, so no rule has a
special case for them. A constraint over constants alone is never posted. If constants already
exceed a limit, the limit rises to them, because a rota can't repair the past.
"""

from scheduler.model.demands import DemandModel as DemandModel
from scheduler.model.literals import Literal as Literal
from scheduler.model.literals import Terms as Terms
from scheduler.model.person import NEAR as NEAR
from scheduler.model.person import Item as Item
from scheduler.model.person import PersonModel as PersonModel
from scheduler.model.rota import RotaModel as RotaModel
