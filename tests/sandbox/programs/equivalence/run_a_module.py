# runpy, and a file executed as a script again
import runpy

if __name__ == "__main__":
    print(sorted(runpy.run_path(__file__, run_name="again")))
    print(runpy.run_module("neighbour")["VALUE"])
else:
    print("as", __name__)
