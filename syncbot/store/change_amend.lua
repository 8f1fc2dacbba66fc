-- KEYS: the six of the change that moves, the six of the new one. ARGV: version before, token, the nine of each.
-- Returns 'gone', 'moved' or 'stored', then the places of the one that moved, field by value.
local before, token = unpack(ARGV, 1, 2)
local change, new = read_change(1, 3), read_change(7, 12)
local why_not = objection(change, before, token)
if why_not == 'gone' or why_not == 'moved' then return {why_not} end
if not why_not then
  put_change(change, token)
  put_change(new, token)
end
return {'stored', unpack(places_of(change))}
