"""The parts, each after those to which it refers."""

from api.store.migrations.initial import (
    access,
    append_only,
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

PARTS = (
    access,
    asking,
    association_places,
    mail,
    rotas,
    state,
    association_people,
    feeds,
    jobs,
    ledger,
    association_demand,
    association_employer,
    association_training,
    append_only,
)
