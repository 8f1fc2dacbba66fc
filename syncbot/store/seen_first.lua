-- KEYS: operation. ARGV: token, seconds. Returns whether this call, or its repeat after a lost answer, was the first.
if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'EX', ARGV[2]) then return 1 end
return redis.call('GET', KEYS[1]) == ARGV[1] and 1 or 0
