"""The Polytomic API: pure wire knowledge, a small client, cached choices."""
