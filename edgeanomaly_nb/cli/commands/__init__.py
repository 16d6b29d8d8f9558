"""The commands, one module each; the group imports the one that is asked for."""
