"""From questions to cited answers: retrieval, evidence, answers."""
