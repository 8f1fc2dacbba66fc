-- KEYS: session, operation (or the session again, when there is none).
-- ARGV: id, owner, expected revision, new revision, token, document, screen, mark of the base that the document is told over,
-- base (empty: the stored one, if it has that mark), life, seconds to remember the operation (0: none).
-- Returns 'gone', 'moved', 'stored'; or 'repeated' with what the operation stored, or where the base is another one by now
-- with the session as it is: mark, screen, document, base.
local session, operation = unpack(KEYS)
local id, owner, expected, revision, token, document, screen, based, base, life, remembered = unpack(ARGV)
if not is_owned(session, owner) then return {'gone'} end
local stored, last, had = unpack(redis.call('HMGET', session, 'revision', 'token', 'based'))
if remembered ~= '0' and redis.call('EXISTS', operation) == 1 then
  local told = redis.call('HGET', operation, 'based') == had and operation or session
  local screen_then, document_then = unpack(redis.call('HMGET', told, 'screen', 'document'))
  return {'repeated', mark_of(told), screen_then, document_then, redis.call('HGET', session, 'base')}
end
if last == token and stored == revision then return {'stored'} end
if stored ~= expected or (base == '' and based ~= had) then return {'moved'} end
if base ~= '' then redis.call('HSET', session, 'base', base, 'based', based) end
redis.call('HSET', session, 'revision', revision, 'token', token, 'document', document, 'screen', screen)
renew_session(session, id, life)
if remembered ~= '0' then
  redis.call('HSET', operation, 'revision', revision, 'token', token, 'document', document, 'screen', screen, 'based', based)
  redis.call('EXPIRE', operation, remembered)
end
return {'stored'}
