import asyncio


async def sleeper():
    await asyncio.sleep(3600)


async def main(count):
    cancelled = 0
    for _ in range(count):
        task = asyncio.create_task(sleeper())
        await asyncio.sleep(0)
        task.cancel()
        try:
            await task
        except asyncio.CancelledError:
            cancelled += 1
    return cancelled
