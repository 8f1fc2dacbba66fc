-- KEYS: the six of the change that moves, the six of the new one, session (or the new one again, when there is none).
-- ARGV: version before, token, session id (empty: none), its owner, its revision, the nine of each change.
-- Returns 'gone', 'moved', 'session gone', 'session moved'; or 'stored', then the places of the one that moved, field by value.
local before, token, session_id, owner, revision = unpack(ARGV, 1, 5)
local change, new = read_change(1, 6), read_change(7, 15)
local why_not = objection(change, before, token)
if why_not ~= 'repeated' then
  why_not = why_not or take_session(KEYS[13], session_id, owner, revision)
  if why_not then return {why_not} end
  put_change(change, token)
  put_change(new, token)
end
return {'stored', unpack(places_of(change))}
