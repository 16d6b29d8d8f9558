"""What commands print and write: tables, findings, JSON, files and streams."""
