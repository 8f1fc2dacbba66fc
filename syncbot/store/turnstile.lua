-- KEYS: turnstile, operation (or the turnstile again, when there is none), offset of the clock.
-- ARGV: seconds that one request takes up, seconds that may be taken up ahead of time, seconds to remember the operation,
-- token of this call, which may be sent again when its answer was lost.
-- Returns the time here, and 'passed', 'repeated', or the seconds until the next request may come; only one that passed
-- is counted and remembered.
local turnstile, operation, offset = unpack(KEYS)
local spacing, ahead, remembered, token = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3], ARGV[4]
local time = time_here(offset)
local now = time[1] + time[2] / 1000000
local taken = operation ~= turnstile and redis.call('GET', operation)
if taken then return {time, taken == token and 'passed' or 'repeated'} end
local taken_until = math.max(tonumber(redis.call('GET', turnstile) or 0), now) + spacing
local wait = taken_until - ahead - now
if wait > 0 then return {time, string.format('%.3f', wait)} end
if spacing > 0 then
  redis.call('SET', turnstile, string.format('%.6f', taken_until), 'PX', math.ceil((taken_until - now) * 1000))
end
if operation ~= turnstile then redis.call('SET', operation, token, 'EX', remembered) end
return {time, 'passed'}
