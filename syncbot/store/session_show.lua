-- KEYS: session. ARGV: id, owner, screen, life.
if is_owned(KEYS[1], ARGV[2]) then
  redis.call('HSET', KEYS[1], 'screen', ARGV[3])
  renew_session(KEYS[1], ARGV[1], ARGV[4])
end
