"""Use cases of practice: working folders, new and past submissions."""
