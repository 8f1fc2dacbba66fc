"""Real processes of syncbot that are killed, stopped, stalled and cut off, between stand-ins and a real Redis."""
