-- KEYS: cached, offset of the clock. ARGV: mark of what the caller has of it (empty: nothing).
-- Returns the time here, then mark, when it was put, for how long; and unless the caller has it, the value. Nil where there
-- is none.
local mark, put_at, ttl_seconds = unpack(redis.call('HMGET', KEYS[1], 'mark', 'put_at', 'ttl_seconds'))
if not mark then return nil end
local told = {time_here(KEYS[2]), mark, put_at, ttl_seconds}
if mark ~= ARGV[1] then table.insert(told, redis.call('HGET', KEYS[1], 'packed')) end
return told
