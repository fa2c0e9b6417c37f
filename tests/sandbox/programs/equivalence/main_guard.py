# the usual guard
def main():
    print("as a script")


if __name__ == "__main__":
    main()
