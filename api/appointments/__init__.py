"""Appointments: asked for by a commanditaire, decided by who plans, followed by both."""
