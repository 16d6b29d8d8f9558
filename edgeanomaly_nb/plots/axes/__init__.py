"""The picture of the axes: a grid of sensors by features."""
