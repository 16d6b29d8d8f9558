"""ThresholdsPanel, one row per threshold."""
