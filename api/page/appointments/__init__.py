"""Appointments: asked for or entered, and what became of each."""
