"""The tabs of the explorer: one module per tab."""
