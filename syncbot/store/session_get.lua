-- KEYS: session. ARGV: id, owner, life (0: not renewed), mark of what the caller has of it (empty: nothing).
-- Returns mark, screen, and unless the caller has them document and base; nil when it is not this person's.
local session, id, owner, life, had = KEYS[1], unpack(ARGV)
if not is_owned(session, owner) then return nil end
if life ~= '0' then renew_session(session, id, life) end
local mark, screen = mark_of(session), redis.call('HGET', session, 'screen')
if mark == had then return {mark, screen} end
return {mark, screen, unpack(redis.call('HMGET', session, 'document', 'base'))}
