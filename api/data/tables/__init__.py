"""The tables of an association's rows, each in the file of what it is about."""
