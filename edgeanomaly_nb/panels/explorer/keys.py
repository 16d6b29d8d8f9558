"""Which client the explorer asks with: of the environment, of a key that was typed, or of the samples."""

from __future__ import annotations

import warnings

from ...errors import MissingCredentialsError
from ...studio.auth.keys import ApiKey, StudioAuth
from ...studio.client import StudioClient
from ...studio.samples import SAMPLE_BASE_URL


def client_or_error(
    client: StudioClient | None,
) -> tuple[StudioClient | None, MissingCredentialsError | None]:
    """Give the client, or one with the key in the environment, or the error that says that there is none.

    Examples
    --------
    >>> client, missing = client_or_error(StudioClient.sample())
    >>> is_sample(client), missing
    (True, None)
    """
    if client is not None:
        return client, None
    try:
        return StudioClient(), None
    except MissingCredentialsError as missing:
        return None, missing


def is_sample(client: StudioClient | None) -> bool:
    """Whether a client asks for the bundled samples.

    Examples
    --------
    >>> is_sample(None)
    False
    """
    return client is not None and client.base_url == SAMPLE_BASE_URL


def client_with(auth: StudioAuth, like: StudioClient | None) -> StudioClient:
    """Make a client with another key, for the server of `like` or that of the environment.

    Raises
    ------
    ValueError
        The base URL in the environment is none.

    Examples
    --------
    >>> client_with(ApiKey("ei_" + 32 * "0"), StudioClient.sample()).host
    'samples.invalid'
    """
    return StudioClient(auth) if like is None else like.with_auth(auth)


def read_key(key: str) -> tuple[ApiKey | None, str]:
    """Make a key of what was typed, or a sentence why not, which does not quote it.

    Examples
    --------
    >>> read_key("secret")[0] is None, "secret" in read_key("secret")[1]
    (True, False)
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", UserWarning)
            return ApiKey(key), ""
    except UserWarning:
        refusal = "This does not look like an API key: those start with ei_ and have at least 32 characters."
    except (TypeError, ValueError) as unfit:
        refusal = str(unfit)
    return None, f"{refusal} In Studio it is under Dashboard, Keys. The key in use stays."
