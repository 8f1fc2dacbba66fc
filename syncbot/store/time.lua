-- KEYS: offset of the clock.
return time_here(KEYS[1])
