"""The type-crossing job: a value goes from one Python operator to another through a Flink type."""
