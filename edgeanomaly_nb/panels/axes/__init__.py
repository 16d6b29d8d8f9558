"""AxesPanel, and the table in it."""
