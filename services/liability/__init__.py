"""Who answers for a case: what the log tells of it, drawn together and attributed."""
