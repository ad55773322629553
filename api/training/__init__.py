"""Trainings followed: hours of titles, days that would make them up, the socle that is due."""
