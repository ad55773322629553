"""
What a person in the field sees of their own, on a phone first: shifts, calendar, requests.

A folder a screen. `frame.py` holds what they share: whose they are, and the menu at the bottom.
"""
