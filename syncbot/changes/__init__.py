"""The life of a change, from a draft to a told outcome, over ports."""
