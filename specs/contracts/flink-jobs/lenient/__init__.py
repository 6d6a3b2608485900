"""A job for the contract specs that takes whatever a topic holds, and says what it made of it."""
