import asyncio


async def sleeper(i):
    await asyncio.sleep((1 + (i * 7919) % 1000) / 1000)
    return 1


async def main(count):
    return len(await asyncio.gather(*[sleeper(i) for i in range(count)]))
