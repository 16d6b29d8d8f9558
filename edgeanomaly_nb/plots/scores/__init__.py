"""Plots of scores: their distribution, what thresholds would flag, and windows beside the clusters."""
