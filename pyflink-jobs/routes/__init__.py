"""Routes of 2008 that leave from the far south, each with the airport that it leaves from: two streams joined."""
