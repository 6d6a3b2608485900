"""What the jobs of this folder share: their command line, where they read, and where they write."""
