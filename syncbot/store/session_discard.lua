-- KEYS: session. ARGV: id, owner.
if is_owned(KEYS[1], ARGV[2]) then forget_session(KEYS[1], ARGV[1]) end
