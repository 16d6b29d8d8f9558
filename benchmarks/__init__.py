"""The speed goals, as ratios measured in one run: ``make bench``."""
