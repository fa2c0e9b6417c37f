"""What is judged: challenges, programs and their limits."""
