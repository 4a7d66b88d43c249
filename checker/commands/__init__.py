"""The commands of the command line that cli.py does not hold itself."""
