-- KEYS: session, draft, editing, drafts.
-- ARGV: id, owner, revision, document, base, screen, life, token, direct, prefix of session keys.
local session, draft, editing, drafts = unpack(KEYS)
local id, owner, revision, document, base, screen, life, token, direct, prefix = unpack(ARGV)
local indexed = direct ~= '1'
if indexed then
  local before = redis.call('GET', draft)
  if before and before ~= id then redis.call('DEL', prefix .. before) end
  redis.call('SET', draft, id)
  redis.call('SADD', editing, owner)
end
redis.call('HSET', session, 'owner', owner, 'revision', revision, 'document', document, 'base', base, 'screen', screen,
  'draft', indexed and draft or '', 'editing', indexed and editing or '', 'token', token)
if indexed then redis.call('HSET', session, 'drafts', drafts) end
renew_session(session, id, life)
