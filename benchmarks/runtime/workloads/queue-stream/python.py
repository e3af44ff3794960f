import asyncio


async def main(count):
    queue = asyncio.Queue(100)

    async def produce():
        for _ in range(count):
            await queue.put(1)

    producer = asyncio.create_task(produce())
    taken = 0
    while taken < count:
        taken += await queue.get()
    await producer
    return taken
