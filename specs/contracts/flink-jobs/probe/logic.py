"""Map functions that work, fail or wait."""
import time


def ok(number):
    return number + 1


def divide(number):
    return 1 / (number - 5)


def wrap(number):
    try:
        return divide(number)
    except ZeroDivisionError as error:
        raise ValueError(f"number {number}") from error


def wait(number):
    time.sleep(1)
    return number
