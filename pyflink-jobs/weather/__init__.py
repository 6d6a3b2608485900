"""The rainy-days job: daily weather in metric units in, the rainy days in imperial units out."""
