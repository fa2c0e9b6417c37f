"""Uids of jobs through RabbitMQ: sent with confirms, carried to workers by Celery, and given up visibly."""
