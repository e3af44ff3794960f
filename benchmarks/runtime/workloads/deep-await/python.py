import asyncio


async def descend(depth):
    if depth == 0:
        await asyncio.sleep(0)
        return 0
    return 1 + await descend(depth - 1)


async def main(count):
    frames = 0
    while frames < count:
        frames += await descend(100)
    return frames
