from mpmath import findroot, inf, lu_solve, matrix, mp, mpf, nsum, pi, quad, sin, zeta

mp.dps = 50
print(pi, sin(mpf(1)), zeta(3))
print(quad(lambda x: x**2, [0, 1]), findroot(lambda x: x**2 - 2, 1), nsum(lambda n: 1 / n**2, [1, inf]))
print(lu_solve(matrix([[1, 2], [3, 4]]), matrix([5, 6])))
