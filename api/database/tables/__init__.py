"""The tables of the service, each in the file of what it is about."""
