"""The mentor: questions, packets, answers, and the rules that withhold an answer."""
