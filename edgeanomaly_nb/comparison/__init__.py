"""Two configs compared: what changed, as a frame and as text."""
