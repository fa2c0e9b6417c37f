"""Every schema of the PostgreSQL database there ever was, and the steps between them."""
