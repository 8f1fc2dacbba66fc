-- KEYS: lease, applying. ARGV: change, milliseconds. Returns whether the change has the lease now.
local holder, applying = redis.call('GET', KEYS[1]), redis.call('GET', KEYS[2])
if holder and holder ~= ARGV[1] then return 0 end
if applying and applying ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
