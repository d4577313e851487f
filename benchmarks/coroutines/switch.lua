-- The twin of switch.py: `switch.lua FRAMES SWITCHES DEPTH`.
local frames, switches, depth = tonumber(arg[1]), tonumber(arg[2]), tonumber(arg[3])
local yield, resume = coroutine.yield, coroutine.resume

local function enter(n)
  if n > 0 then return enter(n - 1) + 1 end
  yield()
  return 0
end

local function sink(n)
  if n > 0 then return sink(n - 1) + 1 end
  for _ = 1, math.floor(switches / 2) do
    if frames == 1 then yield() else enter(frames - 2) end
  end
  return 0
end

local other = coroutine.create(function() sink(depth) end)
for _ = 1, math.floor(switches / 2) + 1 do resume(other) end -- two switches each: there and back
print("switched")
