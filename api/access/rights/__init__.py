"""The table of rights: who may call what."""
