"""HTTP: the base URL, one request, retries and the deadline."""
