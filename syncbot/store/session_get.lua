-- KEYS: session. ARGV: id, owner, life. Returns revision, document, screen; or nil when it is not this person's.
if not is_owned(KEYS[1], ARGV[2]) then return nil end
renew_session(KEYS[1], ARGV[1], ARGV[3])
return redis.call('HMGET', KEYS[1], 'revision', 'document', 'screen')
