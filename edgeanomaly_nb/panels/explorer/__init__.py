"""AnomalyExplorer: choose a project and a block, load it, look at it, export it."""
