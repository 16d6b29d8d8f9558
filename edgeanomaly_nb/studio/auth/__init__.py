"""Credentials for the Studio API: keys, tokens and the flows of OAuth2."""
