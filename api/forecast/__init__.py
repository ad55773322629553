"""Forecast of tense weeks: what is needed against what people can give, before any planning."""
