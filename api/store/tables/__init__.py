"""The tables, each in the file of what it is about; importing this package knows them all."""

from api.store.tables import (
    access,
    asking,
    association_demand,
    association_employer,
    association_people,
    association_places,
    association_training,
    feeds,
    jobs,
    ledger,
    mail,
    rotas,
    state,
)

__all__ = [
    "access",
    "asking",
    "association_demand",
    "association_employer",
    "association_people",
    "association_places",
    "association_training",
    "feeds",
    "jobs",
    "ledger",
    "mail",
    "rotas",
    "state",
]
