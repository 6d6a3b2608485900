"""The weather year by year, by SQL on Flink's Table API."""
