"""Define the tables of the service, each in the file of its subject."""
