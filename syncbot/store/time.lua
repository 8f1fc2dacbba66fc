-- KEYS: offset of the clock. Returns the time here.
return time_here(KEYS[1])
