"""Everything that uses HTTP: the client of the Studio API, its credentials, and the bundled samples.

This package imports nothing on its own: take what you need from its modules, or the public names from
``edgeanomaly_nb``.
"""
