"""
The pages that people see in a browser: a door, which calls use cases and renders.

A folder a screen: `routes.py` answers, `view.py` makes what its template gets, `rights.py` says who
may. Templates are written once, on the server; scripts add what a page can do without.
"""
