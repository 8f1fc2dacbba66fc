-- Functions that several scripts share; put before each of them. Documents are opaque here: nothing decodes them.

-- The time here: seconds, microseconds, and the offset that tests set.
local function time_here(offset)
  local seconds, micros = unpack(redis.call('TIME'))
  return {seconds, micros, redis.call('GET', offset)}
end

-- Whether the stored session is this person's.
local function is_owned(session, owner)
  return redis.call('HGET', session, 'owner') == owner
end

-- Names what is stored of a session among all that ever was: each write has another.
local function mark_of(session)
  local revision, token = unpack(redis.call('HMGET', session, 'revision', 'token'))
  return revision .. ':' .. token
end

-- Remove a session, and what points at it as its owner's draft.
local function forget_session(session, session_id)
  local stored = redis.call('HMGET', session, 'draft', 'editing', 'owner', 'drafts')
  redis.call('DEL', session)
  local draft, editing, owner, drafts = unpack(stored)
  if draft and draft ~= '' and redis.call('GET', draft) == session_id then
    redis.call('DEL', draft)
    redis.call('SREM', editing, owner)
    if drafts then redis.call('ZREM', drafts, draft) end
  end
end

-- Remove the session that is confirmed; or why not: 'session gone', 'session moved'. An empty id stands for none.
local function take_session(session, session_id, owner, revision)
  if session_id == '' then return nil end
  if not is_owned(session, owner) then return 'session gone' end
  if redis.call('HGET', session, 'revision') ~= revision then return 'session moved' end
  forget_session(session, session_id)
  return nil
end

-- Start a session's life again, and that of what points at it.
local function renew_session(session, session_id, life)
  local draft, editing, drafts = unpack(redis.call('HMGET', session, 'draft', 'editing', 'drafts'))
  redis.call('EXPIRE', session, life)
  if draft ~= '' and redis.call('GET', draft) == session_id then
    redis.call('EXPIRE', draft, life)
    redis.call('EXPIRE', editing, life)
    if drafts then
      local now = redis.call('TIME')[1]
      redis.call('ZREMRANGEBYSCORE', drafts, '-inf', now)
      redis.call('ZADD', drafts, now + life, draft)
      redis.call('EXPIRE', drafts, life)
    end
  end
end

-- The nine arguments of a change from position `at`, and its six keys from position `from`.
local function read_change(from, at)
  return {
    key = KEYS[from], open = KEYS[from + 1], undecided = KEYS[from + 2],
    lease = KEYS[from + 3], applying = KEYS[from + 4], jobs = KEYS[from + 5],
    id = ARGV[at], version = ARGV[at + 1], state = ARGV[at + 2], document = ARGV[at + 3],
    created_at = ARGV[at + 4], expires_at = ARGV[at + 5], kept_seconds = ARGV[at + 6], quiet = ARGV[at + 7] == '1',
    trace = ARGV[at + 8],
  }
end

local function add_job(change, kind)
  redis.call('XADD', change.jobs, '*', 'kind', kind, 'change', change.id, 'trace', change.trace)
end

-- Store a change with its indexes and jobs. `kept_seconds` is empty until the change has ended.
local function put_change(change, token)
  local ended = change.kept_seconds ~= ''
  redis.call('HSET', change.key, 'version', change.version, 'state', change.state, 'document', change.document,
    'token', token)
  if ended then
    redis.call('ZREM', change.open, change.id)
    redis.call('EXPIRE', change.key, change.kept_seconds)
  else
    redis.call('ZADD', change.open, change.created_at, change.id)
  end
  if change.state == 'awaiting_approval' and change.expires_at ~= '' then
    redis.call('ZADD', change.undecided, change.expires_at, change.id)
  else
    redis.call('ZREM', change.undecided, change.id)
  end
  if change.state == 'applying' then
    redis.call('SET', change.applying, change.id)
  elseif redis.call('GET', change.applying) == change.id then
    redis.call('DEL', change.applying)
  end
  if (ended or change.state == 'unclear') and redis.call('GET', change.lease) == change.id then
    redis.call('DEL', change.lease)
  end
  if change.state == 'queued' then add_job(change, 'apply') end
  if not change.quiet then add_job(change, 'announce') end
end

-- Why `change` may not take the place of the version before it: 'gone', 'moved', 'repeated' (this very call was carried
-- out and its answer lost), or nil.
local function objection(change, version_before, token)
  local version, last = unpack(redis.call('HMGET', change.key, 'version', 'token'))
  if not version then return 'gone' end
  if last == token then return 'repeated' end
  if version ~= version_before then return 'moved' end
  return nil
end

-- The fields and values of a stored change that are places.
local function places_of(change)
  local places, stored = {}, redis.call('HGETALL', change.key)
  for at = 1, #stored, 2 do
    if string.sub(stored[at], 1, 6) == 'place:' then
      table.insert(places, stored[at])
      table.insert(places, stored[at + 1])
    end
  end
  return places
end
