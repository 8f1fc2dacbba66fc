-- KEYS: session, draft, editing, drafts.
-- ARGV: id, owner, revision, token (which is its base's mark too), document, base, screen, life, direct, prefix of sessions.
local session, draft, editing, drafts = unpack(KEYS)
local id, owner, revision, token, document, base, screen, life, direct, prefix = unpack(ARGV)
local indexed = direct ~= '1'
if indexed then
  local before = redis.call('GET', draft)
  if before and before ~= id then redis.call('DEL', prefix .. before) end
  redis.call('SET', draft, id)
  redis.call('SADD', editing, owner)
end
redis.call('HSET', session, 'owner', owner, 'revision', revision, 'token', token, 'document', document, 'base', base,
  'based', token, 'screen', screen, 'draft', indexed and draft or '', 'editing', indexed and editing or '')
if indexed then redis.call('HSET', session, 'drafts', drafts) end
renew_session(session, id, life)
