"""
The pages that people see in a browser: a door, which calls use cases and renders.

Each screen has a folder: `routes.py` answers, `view.py` makes the values of its template,
`rights.py` says who may call it. The server renders all templates; scripts only add comfort, and
pages work without them.
"""
