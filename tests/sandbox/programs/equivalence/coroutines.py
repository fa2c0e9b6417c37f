# asyncio
import asyncio


async def work(number):
    await asyncio.sleep(0)
    return number


async def main():
    print(await asyncio.gather(work(1), work(2)))
    process = await asyncio.create_subprocess_exec("echo", "from a child", stdout=asyncio.subprocess.PIPE)
    print(await process.communicate())
    raise RuntimeError("in a coroutine")


asyncio.run(main())
