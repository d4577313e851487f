from sympy import Eq, Function, Symbol, cos, diff, dsolve, expand, factor, integrate, limit, oo, simplify, sin, solve, sqrt, symbols

x, y = symbols("x y")
print(simplify(sin(x)**2 + cos(x)**2), simplify((x**3 + x**2 - x - 1) / (x**2 + 2*x + 1)))
print(expand((x + y)**5), factor(x**6 - 1))
print(diff(sin(x) * x**2, x), integrate(1 / (1 + x**2), x), limit(sin(x) / x, x, 0), integrate(sin(x) / x, (x, 0, oo)))
print(solve(x**4 - 5*x**2 + 4, x), sqrt(8), Symbol("n", integer=True).is_integer)
f = Function("f")
print(dsolve(Eq(f(x).diff(x, 2) + f(x), 0), f(x)))
