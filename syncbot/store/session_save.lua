-- KEYS: session, operation (or the session again, when there is none).
-- ARGV: id, owner, expected revision, new revision, document, base, screen, life, token, seconds to remember the operation (0: none),
-- mark. An empty base stays as it is, where the session still has that mark.
-- Returns 'gone', 'moved', 'stored', or what the operation answered: 'repeated', mark, screen, document, base.
local session, operation = unpack(KEYS)
local id, owner, expected, revision, document, base, screen, life, token, remembered, mark = unpack(ARGV)
if remembered ~= '0' and redis.call('EXISTS', operation) == 1 then
  return {'repeated', mark_of(operation), unpack(redis.call('HMGET', operation, 'screen', 'document', 'base'))}
end
if not is_owned(session, owner) then return {'gone'} end
local stored, last = unpack(redis.call('HMGET', session, 'revision', 'token'))
if last == token and stored == revision then return {'stored'} end
if stored ~= expected then return {'moved'} end
if base == '' then
  if mark_of(session) ~= mark then return {'moved'} end
  base = redis.call('HGET', session, 'base')
end
local values = {'revision', revision, 'document', document, 'base', base, 'screen', screen, 'token', token}
redis.call('HSET', session, unpack(values))
renew_session(session, id, life)
if remembered ~= '0' then
  redis.call('HSET', operation, unpack(values))
  redis.call('EXPIRE', operation, remembered)
end
return {'stored'}
