import asyncio
import math

TASKS = 100


async def main(count):
    turns = math.ceil(count / TASKS)
    lock = asyncio.Lock()
    taken = 0

    async def work():
        nonlocal taken
        for _ in range(turns):
            async with lock:
                await asyncio.sleep(0)
                taken += 1

    await asyncio.gather(*[work() for _ in range(TASKS)])
    return taken
