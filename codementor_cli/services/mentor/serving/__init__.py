"""The mentor on a server: programs from a request's body, learners' allowances, a bounded number of questions."""
