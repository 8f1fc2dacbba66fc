"""How fast, how large and how faithful syncbot is, each figure beside its floor in the same run."""
