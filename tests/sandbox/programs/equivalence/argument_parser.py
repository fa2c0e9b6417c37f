# argparse, whose usage names the program; its exit code
import argparse

parser = argparse.ArgumentParser()
parser.add_argument("--number", type=int)
parser.parse_args()
