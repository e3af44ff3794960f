import asyncio


async def work():
    return 1


async def main(count):
    return len(await asyncio.gather(*[work() for _ in range(count)]))
