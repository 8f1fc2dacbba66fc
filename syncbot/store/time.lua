-- Returns the time here: seconds, microseconds. A script of its own tells it from the TIME of what is stored.
return redis.call('TIME')
