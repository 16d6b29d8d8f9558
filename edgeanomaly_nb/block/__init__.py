"""What an anomaly block is: wire types, kinds, config and frames. No network, nothing drawn."""
