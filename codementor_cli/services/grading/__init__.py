"""Use cases of teachers: grade repositories, one or a class, and check an assignment."""
