"""Redis: one module per family of keys, its scripts beside it."""
