"""Runs in a process of its own: warms one program up, measures it, and prints what it measured.

The counterpart of sample.js, with the same limits.
"""

import asyncio
import importlib.util
import json
import math
import os
import statistics
import sys
import time

WARM_UP = 0.4
WANTED = 0.2
BUDGET = 1.5
MOST_SAMPLES = 9

sys.dont_write_bytecode = True

task = json.loads(sys.argv[1])
spec = importlib.util.spec_from_file_location("program", task["program"])
program = importlib.util.module_from_spec(spec)
spec.loader.exec_module(program)

loop_factory = None
if task["peer"] == "uvloop":
    import uvloop

    loop_factory = uvloop.new_event_loop


def run(coroutine):
    with asyncio.Runner(loop_factory=loop_factory) as runner:
        return runner.run(coroutine)


def report(figures):
    """What still sleeps has been measured: to end it in order would take longer."""
    print(json.dumps(figures), flush=True)
    os._exit(0)


def sample(operations):
    start, cpu = time.perf_counter(), time.process_time()
    done = run(program.main(operations, **task["parameters"]))
    cpu_spent, wall = time.process_time() - cpu, time.perf_counter() - start
    if done < operations:
        raise RuntimeError(f"{task['program']} did {done} operations where {operations} were asked for")
    return {"wall": wall, "cpu": cpu_spent, "done": done}


def measure_time():
    operations = math.ceil(task["operations"] / 10)
    spent = 0
    for _ in range(20):
        wall = sample(operations)["wall"]
        spent += wall
        if task["growth"] == "any":
            operations = min(max(math.ceil(operations * WANTED / max(wall, 0.0001)), 100), operations * 10)
        if spent >= WARM_UP:
            break
    if task["growth"] == "fixed":
        operations = task["operations"]
    samples = []
    spent = 0
    while len(samples) < MOST_SAMPLES and (spent < BUDGET or not samples):
        measured = sample(operations)
        spent += measured["wall"]
        samples.append(measured[task["measure"]] * 1e9 / measured["done"])
    return {"time": statistics.median(samples)}


if task["measure"] == "figures":
    run(program.main(task["operations"], report=report, **task["parameters"]))
else:
    print(json.dumps(measure_time()))
