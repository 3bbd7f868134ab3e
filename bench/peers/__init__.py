"""What people would pick instead, on the same texts, questions and weights: ``make bench-peers``."""
