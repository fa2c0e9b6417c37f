"""Files of authors and learners, read strictly: challenges, test cases, programs, languages."""
