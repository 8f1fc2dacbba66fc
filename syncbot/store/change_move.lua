-- KEYS: the six of the change. ARGV: version before, token, the consumer group, a job to acknowledge (or empty), the nine.
-- Returns 'gone', 'moved' or 'stored', then its stored places, field by value.
local before, token, group, done = unpack(ARGV, 1, 4)
local change = read_change(1, 5)
local why_not = objection(change, before, token)
if why_not == 'gone' or why_not == 'moved' then return {why_not} end
if not why_not then
  put_change(change, token)
  if done ~= '' then
    redis.call('XACK', change.jobs, group, done)
    redis.call('XDEL', change.jobs, done)
  end
end
return {'stored', unpack(places_of(change))}
