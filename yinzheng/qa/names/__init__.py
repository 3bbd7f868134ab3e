"""Names: organisations, people, places and products, what else they are called, who is meant."""
