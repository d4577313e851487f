-- What minilua.py and its twin run: their language is a small part of Lua.

function fib(n)
  if n < 2 then return n end
  return fib(n - 1) + fib(n - 2)
end

-- How many primes there are below a limit.
function sieve(limit)
  local composite = array(limit)
  local count = 0
  for i = 2, limit - 1 do
    if composite[i] == 0 then
      count = count + 1
      local j = i * i
      while j < limit do
        composite[j] = 1
        j = j + i
      end
    end
  end
  return count
end

-- The longest Collatz sequence that starts below a limit.
function collatz(limit)
  local longest = 0
  local start = 0
  for i = 1, limit - 1 do
    local n = i
    local steps = 0
    while n ~= 1 do
      if n % 2 == 0 then n = n // 2 else n = 3 * n + 1 end
      steps = steps + 1
    end
    if steps > longest then
      longest = steps
      start = i
    end
  end
  return start
end

function random_array(n, seed)
  local a = array(n)
  for i = 0, n - 1 do
    seed = (seed * 1103515245 + 12345) % 2147483648
    a[i] = seed % 1000000
  end
  return a
end

function quicksort(a, low, high)
  if low < high then
    local pivot = a[(low + high) // 2]
    local i = low
    local j = high
    while i <= j do
      while a[i] < pivot do i = i + 1 end
      while a[j] > pivot do j = j - 1 end
      if i <= j then
        local t = a[i]
        a[i] = a[j]
        a[j] = t
        i = i + 1
        j = j - 1
      end
    end
    quicksort(a, low, j)
    quicksort(a, i, high)
  end
  return 0
end

function is_sorted(a)
  for i = 1, len(a) - 1 do
    if a[i - 1] > a[i] then return 0 end
  end
  return 1
end

-- A matrix is an array of rows.
function matrix(n, seed)
  local m = array(n)
  for i = 0, n - 1 do
    local row = array(n)
    for j = 0, n - 1 do row[j] = (i * seed + j) % 10 end
    m[i] = row
  end
  return m
end

function multiply(a, b)
  local n = len(a)
  local c = array(n)
  for i = 0, n - 1 do
    local row = array(n)
    local left = a[i]
    for j = 0, n - 1 do
      local sum = 0
      for k = 0, n - 1 do sum = sum + left[k] * b[k][j] end
      row[j] = sum
    end
    c[i] = row
  end
  return c
end

function trace(m)
  local sum = 0
  for i = 0, len(m) - 1 do sum = sum + m[i][i] end
  return sum
end

-- In how many ways can n queens stand on a board of n columns without attacking each other?
function queens(n, row, columns, rising, falling)
  if row == n then return 1 end
  local ways = 0
  for c = 0, n - 1 do
    if columns[c] + rising[row + c] + falling[row - c + n] == 0 then
      columns[c] = 1
      rising[row + c] = 1
      falling[row - c + n] = 1
      ways = ways + queens(n, row + 1, columns, rising, falling)
      columns[c] = 0
      rising[row + c] = 0
      falling[row - c + n] = 0
    end
  end
  return ways
end

function main(size)
  print(fib(18 + size))
  print(sieve(20000 * size))
  print(collatz(3000 * size))
  local a = random_array(10000 * size, 42)
  quicksort(a, 0, len(a) - 1)
  print(is_sorted(a))
  print(a[len(a) // 2])
  local n = 15 * size
  print(trace(multiply(matrix(n, 3), matrix(n, 7))))
  print(queens(8, 0, array(8), array(16), array(17)))
  return 0
end
