"""Bundled sample projects: anomaly blocks of every kind, without network and account.

`edgeanomaly_nb.studio.samples.adapter` serves them to a `requests.Session` as the Studio API does. The data
beside this module is written by ``tools/make_samples.py``. All of it is made, not recorded: numpy draws the
windows with a fixed seed, and scikit-learn fits the models to them.
"""

from .catalogue import SAMPLE_BASE_URL, SAMPLE_KEY, SAMPLES, Sample, list_samples, sample_name

__all__ = ["SAMPLES", "SAMPLE_BASE_URL", "SAMPLE_KEY", "Sample", "list_samples", "sample_name"]
