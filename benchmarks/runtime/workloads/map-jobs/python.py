import asyncio


async def job(item):
    await asyncio.sleep(0)
    return item


async def main(count):
    results = [None] * count
    items = iter(enumerate(range(count)))

    async def worker():
        for index, item in items:
            results[index] = await job(item)

    await asyncio.gather(*[worker() for _ in range(100)])
    return len(results)
