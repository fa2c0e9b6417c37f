"""A real PostgreSQL and a real RabbitMQ on loopback: those that all tests share, and one's own that a test may kill.

Neither is the distribution's service: folders, ports, passwords and the Erlang port mapper are their own. The shared
ones live on after a run, as Docker's daemon does; ``.venv/bin/python -m tests.fakes.servers stop`` ends them.
"""
