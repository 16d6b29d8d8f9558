"""The picture of the thresholds, each on its own scale."""
