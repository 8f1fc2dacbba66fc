-- KEYS: turnstile. ARGV: seconds that one request takes up, seconds that may be taken up ahead of time.
-- Returns the seconds until the next request may come ('0' when this one may, which is then counted), and the time here.
local spacing, ahead = tonumber(ARGV[1]), tonumber(ARGV[2])
local time = redis.call('TIME')
local now = time[1] + time[2] / 1000000
local taken_until = math.max(tonumber(redis.call('GET', KEYS[1]) or 0), now) + spacing
local wait = taken_until - ahead - now
if wait > 0 then return {string.format('%.3f', wait), string.format('%.6f', now)} end
if spacing > 0 then
  redis.call('SET', KEYS[1], string.format('%.6f', taken_until), 'PX', math.ceil((taken_until - now) * 1000))
end
return {'0', string.format('%.6f', now)}
