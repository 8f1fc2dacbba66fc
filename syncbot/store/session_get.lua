-- KEYS: session. ARGV: id, owner, life (0: not renewed), mark of what the caller has of it (empty: nothing), mark of its base.
-- Returns mark, screen; unless the caller has it document, mark of its base; and unless the caller has that base.
-- Returns nil when it is not this person's.
local session, id, owner, life, had, had_base = KEYS[1], unpack(ARGV)
if not is_owned(session, owner) then return nil end
if life ~= '0' then renew_session(session, id, life) end
local mark, screen = mark_of(session), redis.call('HGET', session, 'screen')
if mark == had then return {mark, screen} end
local document, based = unpack(redis.call('HMGET', session, 'document', 'based'))
if based == had_base then return {mark, screen, document, based} end
return {mark, screen, document, based, redis.call('HGET', session, 'base')}
