"""What a mentor is asked, what it answers, and what is refused."""
