"""(Extremely) low-level import machinery bits as used by importlib."""
