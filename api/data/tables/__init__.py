"""Define the tables of an association's rows."""
