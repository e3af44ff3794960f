import asyncio


async def main(count):
    semaphore = asyncio.Semaphore(100)
    passed = 0

    async def work():
        nonlocal passed
        async with semaphore:
            await asyncio.sleep(0)
            passed += 1

    await asyncio.gather(*[work() for _ in range(count)])
    return passed
