"""The south-east airports job: airports as recorded in, tidy airports of one region out."""
