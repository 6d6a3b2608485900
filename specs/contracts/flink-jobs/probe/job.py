"""A job for the contract specs, without Kafka: its first argument says which map function it runs and how its main ends."""
import argparse
import time

from pyflink.datastream import StreamExecutionEnvironment

from probe import logic


def main() -> None:
    parser = argparse.ArgumentParser(prog="probe")
    parser.add_argument("--map", default="ok")
    parser.add_argument("--rows", type=int, default=1000)
    parser.add_argument("--main", default="returns")
    options = parser.parse_args()
    if options.main == "raises":
        raise RuntimeError("main has no luck")
    if options.main == "imports":
        import probe.missing  # noqa: F401
    if options.main == "hangs":
        print("waiting for nothing")
        time.sleep(15)
    if options.main == "builds nothing":
        return
    env = StreamExecutionEnvironment.get_execution_environment()
    numbers = env.from_collection(range(options.rows))
    numbers.map(getattr(logic, options.map)).filter(lambda number: number < 0).print()
    env.execute()
    if options.main == "raises after execute":
        raise RuntimeError("too late")


if __name__ == "__main__":
    main()
