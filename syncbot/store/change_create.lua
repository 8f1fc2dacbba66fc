-- KEYS: operation, session (or the operation again, when there is none), the six of the change.
-- ARGV: session id (empty: none), its owner, its revision, seconds to remember the operation, token, the nine of the change,
-- then fields and values of its places.
-- Returns 'stored', 'session gone', 'session moved', or 'repeated' with the id of the change that the operation made.
local operation, session = KEYS[1], KEYS[2]
local session_id, owner, revision, remembered, token = unpack(ARGV, 1, 5)
local change = read_change(3, 6)
local made = redis.call('GET', operation)
if made then return {'repeated', made} end
local why_not = take_session(session, session_id, owner, revision)
if why_not then return {why_not} end
redis.call('SET', operation, change.id, 'EX', remembered)
put_change(change, token)
if #ARGV > 14 then redis.call('HSET', change.key, unpack(ARGV, 15)) end
return {'stored'}
