-- KEYS: jobs. ARGV: the consumer group, milliseconds. Returns how many consumers it removed: those that have asked for
-- nothing for so long and hold no job.
local found = redis.pcall('XINFO', 'CONSUMERS', KEYS[1], ARGV[1]) -- an error where there is no group
if found.err then return 0 end
local gone = 0
for _, pairs in ipairs(found) do
  local consumer = {}
  for at = 1, #pairs, 2 do consumer[pairs[at]] = pairs[at + 1] end
  if consumer.pending == 0 and consumer.idle >= tonumber(ARGV[2]) then
    redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], consumer.name)
    gone = gone + 1
  end
end
return gone
