#!/usr/bin/python3
"""The M/M/1 of mm1.c in SimPy 3 (Debian: python3-simpy3): thousands of customers a second."""

import random
import sys
import time

import simpy

ARRIVALS, SERVICES = 0.9, 1.0


def customer(env, desk, times):
    came = env.now
    with desk.request() as turn:
        yield turn
        yield env.timeout(random.expovariate(SERVICES))
    times.append(env.now - came)


def source(env, desk, times, customers):
    for _ in range(customers):
        yield env.timeout(random.expovariate(ARRIVALS))
        env.process(customer(env, desk, times))


def main(customers):
    random.seed(1)
    env, times = simpy.Environment(), []
    begun = time.monotonic()
    env.process(source(env, simpy.Resource(env, 1), times, customers))
    env.run()
    rate = customers / (time.monotonic() - begun)
    print(f"mm1 in SimPy: {rate / 1e6:.3f} M customers/s "
          f"(mean time in the system {sum(times) / len(times):.3f} s)")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
