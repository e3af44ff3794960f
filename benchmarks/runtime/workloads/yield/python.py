import asyncio
import math


async def main(count, tasks):
    turns = math.ceil(count / tasks)

    async def work():
        for _ in range(turns):
            await asyncio.sleep(0)

    await asyncio.gather(*[work() for _ in range(tasks)])
    return tasks * turns
