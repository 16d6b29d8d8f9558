"""Everything that knows HTTP or the JSON spelling of the Studio API.

This package imports nothing on its own: take what you need from its modules, or the public names from
``edgeanomaly_nb``.
"""
