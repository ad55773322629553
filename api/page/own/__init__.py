"""
What a person in the field sees of their own, on a phone first: shifts, calendar, requests.

Each screen has a folder. `frame.py` holds what they share: the person, and the menu at the bottom.
"""
