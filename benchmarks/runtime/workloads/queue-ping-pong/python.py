import asyncio
import math


async def main(count):
    rounds = math.ceil(count / 2)
    there = asyncio.Queue()
    back = asyncio.Queue()

    async def answer():
        for _ in range(rounds):
            await back.put(await there.get() + 1)

    partner = asyncio.create_task(answer())
    messages = 0
    for _ in range(rounds):
        await there.put(messages + 1)
        messages = await back.get()
    await partner
    return messages
