"""Fast implementation of the datetime type."""
