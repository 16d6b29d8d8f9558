"""A survey as one file: HTML, CSV, Parquet or Excel."""
