"""Pure: what a sync document is, how it is edited, merged, planned and put into words."""
