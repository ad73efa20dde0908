"""The convex problem as one would write it with numpy: brentq of scipy on u = log lambda.

    sum_i exp((u - l_i) p_i) = S,   l_i = log(alpha_i beta_i),  p_i = 1 / (beta_i - 1)

Usage: numpy-solve.py FILE SIZE ROUNDS CALLS; FILE holds alpha, then beta, as doubles. Prints JSON: the least
time of a call, set-up included, in nanoseconds over the rounds, and the cost.
"""
import json
import sys
import time

import numpy as np
import scipy
from scipy.optimize import brentq


def solve(alpha, beta, size):
    slope = beta - 1
    level = np.log(alpha * beta)
    power = 1 / slope
    log_size = np.log(size)
    x = np.empty_like(alpha)

    def excess(u):
        np.subtract(u, level, out=x)
        np.multiply(x, power, out=x)
        np.exp(x, out=x)
        return np.log(x.sum()) - log_size

    high = (level + slope * log_size).min()
    low = (level + slope * (log_size - np.log(len(alpha)))).min()
    u = brentq(excess, low, high, xtol=1e-13)
    excess(u)
    x *= size / x.sum()
    return x, np.exp(u), (alpha * x**beta).sum()


def main():
    path, size, rounds, calls = sys.argv[1], *map(float, sys.argv[2:5])
    alpha, beta = np.fromfile(path).reshape(2, -1)
    least = np.inf
    for _ in range(int(rounds)):
        start = time.perf_counter_ns()
        for _ in range(int(calls)):
            cost = solve(alpha, beta, size)[2]
        least = min(least, (time.perf_counter_ns() - start) / calls)
    print(json.dumps({"ns": least, "cost": cost, "numpy": np.__version__, "scipy": scipy.__version__}))


main()
