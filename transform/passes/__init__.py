"""Graph to graph: one pass a file. `pipeline` runs them in order."""
