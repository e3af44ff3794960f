import asyncio
import gc
import resource
import time


def resident():
    gc.collect()
    with open("/proc/self/statm", encoding="ascii") as statm:
        return int(statm.read().split()[1]) * resource.getpagesize()


async def sleeper():
    await asyncio.sleep(3600)


async def main(count, report):
    before = resident()
    start = time.perf_counter()
    tasks = [asyncio.create_task(sleeper()) for _ in range(count)]
    await asyncio.sleep(0)
    spawn = (time.perf_counter() - start) * 1000
    report({"bytes": (resident() - before) / len(tasks), "spawn": spawn})
