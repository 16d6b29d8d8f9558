"""The rules that a config is checked against, and the findings."""
