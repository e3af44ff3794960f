import asyncio


async def work():
    return 1


async def main(count):
    done = 0
    for _ in range(count):
        done += await asyncio.create_task(work())
    return done
