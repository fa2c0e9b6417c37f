# multiprocessing by fork
import multiprocessing


def square(number):
    return number * number


if __name__ == "__main__":
    with multiprocessing.get_context("fork").Pool(2) as pool:
        print(pool.map(square, range(5)), multiprocessing.current_process(), multiprocessing.parent_process())
