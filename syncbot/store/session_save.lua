-- KEYS: session, operation (or the session again, when there is none).
-- ARGV: id, owner, expected revision, new revision, document, screen, life, token, seconds to remember the operation (0: none).
-- Returns 'gone', 'moved', 'stored', or what the operation answered: 'repeated', revision, document, screen.
local session, operation = unpack(KEYS)
local id, owner, expected, revision, document, screen, life, token, remembered = unpack(ARGV)
if remembered ~= '0' and redis.call('EXISTS', operation) == 1 then
  return {'repeated', unpack(redis.call('HMGET', operation, 'revision', 'document', 'screen'))}
end
if not is_owned(session, owner) then return {'gone'} end
local stored, last = unpack(redis.call('HMGET', session, 'revision', 'token'))
if last == token then return {'stored'} end
if stored ~= expected then return {'moved'} end
redis.call('HSET', session, 'revision', revision, 'document', document, 'screen', screen, 'token', token)
renew_session(session, id, life)
if remembered ~= '0' then
  redis.call('HSET', operation, 'revision', revision, 'document', document, 'screen', screen)
  redis.call('EXPIRE', operation, remembered)
end
return {'stored'}
