-- The programs with Lua's coroutines: lua coroutines.lua NAME SIZE. See tasklets.py.
-- A message is a resume or a yield that carries a value.
local create, resume, yield = coroutine.create, coroutine.resume, coroutine.yield
local programs = {}

local function resident()
  local file = io.open("/proc/self/statm")
  local _, pages = file:read("*n", "*n")
  file:close()
  return pages * 4096
end

local function turns_of(count, tasks)
  return math.max(math.floor(count / tasks), 1)
end

function programs.pingpong(count)
  local pong = create(function()
    while true do yield() end
  end)
  for _ = 1, count do resume(pong) end
  return 2 * count
end

local function roundrobin(tasks, count)
  local turns = turns_of(count, tasks)
  local ready = {}
  for i = 1, tasks do
    ready[i] = create(function()
      for _ = 1, turns do yield() end
    end)
  end
  for _ = 0, turns do
    for i = 1, tasks do resume(ready[i]) end
  end
  return tasks * turns
end

programs["roundrobin-10"] = function(count) return roundrobin(10, count) end
programs["roundrobin-1000"] = function(count) return roundrobin(1000, count) end
programs["roundrobin-1000000"] = function(count) return roundrobin(1000000, count) end

function programs.create(count)
  local function nothing() end
  for _ = 1, count do resume(create(nothing)) end
  return count
end

function programs.ring(count)
  local tasks = 10000
  local rounds = turns_of(count, tasks)
  local nodes = {}
  for i = 1, tasks do
    nodes[i] = create(function()
      while true do yield(i) end
    end)
  end
  for _ = 1, rounds do
    for i = 1, tasks do resume(nodes[i]) end
  end
  return tasks * rounds
end

function programs.sieve(count)
  local source = coroutine.wrap(function()
    local number = 2
    while true do
      yield(number)
      number = number + 1
    end
  end)
  -- Each filter resumes the one before it; C's stack bounds how deep that goes, so this runs with few primes only.
  for _ = 1, count do
    local prime, before = source(), source
    source = coroutine.wrap(function()
      while true do
        local number = before()
        if number % prime ~= 0 then yield(number) end
      end
    end)
  end
  return count
end

local function walk(level)
  if level > 0 then
    walk(level - 1)
    yield(level)
    walk(level - 1)
  end
end

function programs.generators(depth)
  local count = 0
  for _ in coroutine.wrap(function() walk(depth) end) do count = count + 1 end
  return count
end

function programs.memory(tasks)
  local parked = {}
  for i = 1, tasks do parked[i] = false end
  local before = resident()
  for i = 1, tasks do
    parked[i] = create(function() yield() end)
    resume(parked[i])
  end
  return tasks, resident() - before
end

local name, size = arg[1], tonumber(arg[2])
local start = os.clock()
local operations, bytes = programs[name](size)
print(operations, bytes or os.clock() - start)
