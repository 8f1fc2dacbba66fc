-- KEYS: lease, applying, line. ARGV: change, milliseconds, for how many milliseconds one who asked is waited for, prefix of
-- the keys that say who asked. Returns whether the change has the lease now: whoever asked first gets it first, but for
-- those who do not ask any more.
local lease, applying, line = unpack(KEYS)
local change, life, patience, prefix = unpack(ARGV)
local holder, begun = redis.call('GET', lease), redis.call('GET', applying)
local free = (not holder or holder == change) and (not begun or begun == change)
if free and not holder and not begun then
  for _, waiting in ipairs(redis.call('ZRANGE', line, 0, -1)) do
    if waiting == change then break end
    if redis.call('EXISTS', prefix .. waiting) == 1 then
      free = false
      break
    end
  end
end
if free then
  redis.call('SET', lease, change, 'PX', life)
  redis.call('ZREM', line, change)
  redis.call('DEL', prefix .. change)
  return 1
end
local time = redis.call('TIME')
redis.call('ZADD', line, 'NX', time[1] * 1000000 + time[2], change)
redis.call('ZREMRANGEBYSCORE', line, '-inf', (time[1] - 3600) * 1000000)
redis.call('EXPIRE', line, 3600)
redis.call('SET', prefix .. change, '', 'PX', patience)
return 0
