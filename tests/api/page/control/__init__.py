"""Rotas made elsewhere, audited on their page."""
