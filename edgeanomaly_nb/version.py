"""The version of this package."""

# Written down, not looked up: importlib.metadata alone costs more than all of `import edgeanomaly_nb`.
__version__ = "0.1.0"
