"""The tables, each in the file of what it is about; importing this package knows them all."""

from api.store.tables import access, asking, feeds, jobs, ledger, mail, rotas, state

__all__ = ["access", "asking", "feeds", "jobs", "ledger", "mail", "rotas", "state"]
