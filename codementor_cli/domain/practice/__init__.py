"""What a learner did, and what comes next."""
