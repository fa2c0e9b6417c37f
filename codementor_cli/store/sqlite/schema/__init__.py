"""Every schema of the file there ever was, and the steps between them."""
