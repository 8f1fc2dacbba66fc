-- KEYS: jobs. ARGV: the consumer group, worker, job. Returns whether the job is still that worker's; if so, keeps it so.
local pending = redis.pcall('XPENDING', KEYS[1], ARGV[1], ARGV[3], ARGV[3], 1) -- an error where there is no group
if pending.err or #pending == 0 or pending[1][2] ~= ARGV[2] then return 0 end
redis.call('XCLAIM', KEYS[1], ARGV[1], ARGV[2], 0, ARGV[3], 'JUSTID')
return 1
