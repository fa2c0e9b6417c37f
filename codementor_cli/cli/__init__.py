"""The command line: one file a command; ``words`` reads, ``render`` makes lines of results, ``terminal`` shows them."""
