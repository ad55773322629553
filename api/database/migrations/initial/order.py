"""The parts, each after those to which it refers."""

from api.database.migrations.initial import (
    access,
    append_only,
    asking,
    demand,
    employer,
    feeds,
    jobs,
    ledger,
    mail,
    month,
    people,
    places,
    state,
    training,
)

PARTS = (
    access,
    asking,
    mail,
    month,
    places,
    state,
    feeds,
    jobs,
    ledger,
    people,
    demand,
    employer,
    training,
    append_only,
)
