"""The command line `rota`."""

from api.cli.app import main as main
