import asyncio
import time


async def main(count, report):
    async def sleeper(i):
        delay = 1 + 2 * ((i * 7919) % count) / count
        due = time.perf_counter() + delay
        await asyncio.sleep(delay)
        return (time.perf_counter() - due) * 1000

    late = sorted(await asyncio.gather(*[sleeper(i) for i in range(count)]))
    report({"p99": late[int(count * 0.99)]})
