"""Scores of windows, as the device computes them, and what a threshold would flag."""
