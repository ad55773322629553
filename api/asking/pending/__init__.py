"""Requests that wait while a month is to be published: they are named before it is."""
