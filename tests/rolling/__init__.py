"""A rolling restart under steady clicks: `python -m tests.rolling` counts what is lost."""
