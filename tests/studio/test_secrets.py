"""Secrets that a server repeats in another form than they were given."""

from __future__ import annotations

import base64
import html
import json
import logging
import pickle
import warnings
from urllib.parse import parse_qs, quote, quote_plus, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edgeanomaly_nb.errors import EdgeAnomalyError
from edgeanomaly_nb.studio.auth.keys import ApiKey, JwtCookie, JwtHeader
from edgeanomaly_nb.studio.auth.oauth2 import OAuth2
from edgeanomaly_nb.studio.client import StudioClient
from edgeanomaly_nb.studio.secrets import Secret, scrub
from tests.bodies import body
from tests.studio.server import KEY, TOKEN, answer, closing, everything_about

# So many characters in a row of a secret, or of a form of it, must not be shown.
LONGEST = 8
ODD = [
    KEY,
    "client+secret %/é: ~",
    "Pa\\ss\\new\\u0041 w0rd",
    "密码密码密码密码",
    "!!!!%%%%&&&&(())",
    "ß-Straße-İstanbul-ﬁn",
    "a%41%42c%20dEF",
    "x&amp;lt;y&#65;zzz",
    "\\\\\\\\\\\\\\\\\\",
    "😀😀 emoji 😀 pass",
    "e\u0301ve\u0301nement nor\u00admal",
    '"quoted\' <b>"/\\/',
]
FORMS = {
    "as given": str,
    "lower": str.lower,
    "upper": str.upper,
    "title": str.title,
    "JSON": lambda text: json.dumps(text)[1:-1],
    "JSON of PHP": lambda text: json.dumps(text)[1:-1].replace("/", "\\/"),
    "repr": lambda text: repr(text)[1:-1],
    "ascii": lambda text: ascii(text)[1:-1],
    "bytes": lambda text: repr(text.encode())[2:-1],
    "URL": lambda text: quote(text, safe=""),
    "form": quote_plus,
    "every byte": lambda text: "".join(f"%{byte:02x}" for byte in text.encode()),
    "HTML": html.escape,
    "XML": lambda text: text.encode("ascii", "xmlcharrefreplace").decode(),
    "references": lambda text: "".join(f"&#x{ord(char):X};" for char in text),
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "base64 inside": lambda text: base64.urlsafe_b64encode(f"id:{text}?".encode()).decode(),
    "hexadecimal": lambda text: text.encode().hex(),
    "white space": lambda text: "\n \t".join(text.split(" ")),
    "backslashes": lambda text: text.replace("\\", "\\\\"),
    "Latin-1": lambda text: text.encode().decode("latin-1"),
    "ASCII": lambda text: text.encode("ascii", "replace").decode(),
    "beginning": lambda text: text[: len(text) * 2 // 3],
    "end": lambda text: text[len(text) // 3 :],
}


def shared(shown, text):
    """Find a run of characters of `text` that is shown, without regard to letter case."""
    shown, text = shown.lower(), text.lower()
    runs = {text[at : at + LONGEST] for at in range(len(text) - LONGEST + 1)}
    return [run for run in runs if run in shown and run.strip("? ")]


@pytest.mark.parametrize("secret", ODD)
def test_every_form(secret):
    for name, change in FORMS.items():
        form = change(secret)
        shown = scrub(f"no such key «{form}», sorry", [Secret("another-1"), Secret(secret)])
        assert not shared(shown, secret), name
        assert not shared(shown, form), name
        assert shown.endswith("sorry")


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    (
        st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=2 * LONGEST, max_size=40)
        | st.text("ab12%\\&=+/;#xu0 é", min_size=2 * LONGEST, max_size=40)
    ).filter(lambda secret: secret == secret.strip()),
    st.sampled_from(sorted({*FORMS} - {"base64", "base64 inside"})),  # they hold more than the secret
    st.sampled_from(sorted({*FORMS} - {"base64", "base64 inside", "hexadecimal", "title", "upper"})),
)
def test_any_secret_in_a_form_of_a_form(secret, first, second):
    form = FORMS[second](FORMS[first](secret))
    shown = scrub(f"«{form}»", [Secret(secret)])
    assert not shared(shown, secret)
    assert "***" in shown


@pytest.mark.parametrize("secret", ["abc", "p w", "é", "\\", "a\\b", "%", "<&>"])
def test_short_secret_is_hidden_completely(secret):
    for form in ("as given", "upper", "URL", "HTML", "JSON"):
        shown = scrub(f"«{FORMS[form](secret)}»", [Secret(secret)])
        assert secret.lower() not in shown.lower().replace("«", "").replace("»", "")


def test_the_rest_of_a_text_stays():
    text = "No such key: {}. Check API keys of project 12 (50% used; a+b; C:\\temp) & try again."
    assert scrub(text.format(KEY), [Secret(KEY), Secret(TOKEN)]) == text.format("***")
    assert scrub(text, [Secret(KEY), Secret(TOKEN)]) == text


def test_scrub_hides_secrets_before_it_cuts():
    text = scrub("x" * 280 + KEY + "\n\tand \x1b[31mmore", [Secret(KEY)])
    assert text == "x" * 280 + "*** and [31mmore"
    assert scrub("p%40ss p+w p w", [Secret("p@ss"), Secret("p w")]) == "*** *** ***"
    assert len(scrub("x" * 1000, [])) == 300
    for limit in range(1, 60):
        assert not shared(scrub(f"the key {KEY}", [Secret(KEY)], limit=limit), KEY)


# --- through every constructor -----------------------------------------------------------------------------

PASSWORD = "Pa\\ss &w%41rd/é: \"Zyx'"
LETTERS = "Sesame-Open-0123456789"
AUTHS = {
    "ApiKey": (lambda: ApiKey(KEY), KEY),
    "ApiKey of other letters": (lambda: ApiKey("ei_" + LETTERS + "-ABCDEF"), LETTERS),
    "JwtCookie": (lambda: JwtCookie(TOKEN), TOKEN),
    "JwtHeader": (lambda: JwtHeader(f"{LETTERS}%41\\'\"&<"), f"{LETTERS}%41\\'\"&<"),
    "OAuth2": (lambda: OAuth2(TOKEN), TOKEN),
    "client secret": (lambda: OAuth2.client_credentials("id", PASSWORD), PASSWORD),
    "client secret in the body": (
        lambda: OAuth2.client_credentials("id", LETTERS, client_auth="body"),
        LETTERS,
    ),
    "password": (lambda: OAuth2.password("id", "ada", PASSWORD), PASSWORD),
    "client secret of a user": (
        lambda: OAuth2.password("id", "ada", "another-word", client_secret=PASSWORD),
        PASSWORD,
    ),
    "code": (lambda: signed_in("code"), PASSWORD),
    "token of the browser": (lambda: signed_in("access_token"), LETTERS),
}


def signed_in(name):
    make = OAuth2.authorization_code if name == "code" else OAuth2.implicit
    auth = make("id", "http://127.0.0.1/", authorize_url="https://studio.invalid/authorize")
    state = parse_qs(urlsplit(auth.authorization_url).query)["state"][0]
    value = quote(PASSWORD) if name == "code" else LETTERS
    auth.redirected(f"http://127.0.0.1/?state={state}&{name}={value}&token_type=bearer")
    return auth


def in_words(form):
    return answer({"success": False, "error": f"«{form}»", "error_description": f"«{form}»"}, 401)


def as_host(form):
    return answer(status=302, Location=f"https://x.{quote(form, safe='')}.example.com/")


def in_broken_headers(form):
    text = form.encode("utf-8", "ignore").replace(b"\r", b"").replace(b"\n", b" ")
    return b"HTTP/1.1 404 No\r\nx: y\r\n" + text + b"\r\nContent-Length: 0\r\n\r\n"


def in_the_status_line(form):
    return (
        b"HTTP/1.1 404 "
        + form.encode("utf-8", "ignore").replace(b"\n", b" ")
        + b"\r\nContent-Length: 0\r\n\r\n"
    )


def in_the_body(form):
    return answer({"success": form, "axes": [form], form: form})


@pytest.mark.parametrize("place", [in_words, as_host, in_broken_headers, in_the_status_line, in_the_body])
@pytest.mark.parametrize(("make", "secret"), AUTHS.values(), ids=AUTHS)
def test_no_form_of_a_secret_is_shown(serve, caplog, recwarn, make, secret, place):
    caplog.set_level(logging.DEBUG)
    forms = {FORMS[name](secret) for name in ("as given", "lower", "JSON", "URL", "base64", "white space")}
    server = serve(answer())
    for form in [*forms, secret[:-6]]:
        server.script[:] = [closing(place(form))]
        client = StudioClient(make(), base_url=server.url, retries=0)
        with pytest.raises(EdgeAnomalyError) as caught:
            client.get_anomaly(1, 3, block_type="anomaly")
        shown = everything_about(caught.value).replace(repr(server.url), "")
        assert not shared(shown, secret)
        assert not shared(str(caught.value), form)
    shown = caplog.text + "".join(str(warning.message) for warning in recwarn)
    assert "/v1/" in shown
    assert not [found for form in forms for found in shared(shown, form)]


def test_block_that_is_called_like_the_key(serve, client_of):
    blocks = [
        {"id": 5, "type": "anomaly", "name": f"{'x' * 30} {KEY}"},
        {"id": 3, "type": KEY, "name": KEY.upper()},
    ]
    server = serve(
        answer({"success": False, "error": "No"}),
        answer({"success": True, "impulses": [{"id": 1, "learnBlocks": blocks}]}),
    )
    with pytest.raises(EdgeAnomalyError, match=r'is a "\*\*\*" block \("\*\*\*"\)') as caught:
        client_of(server).get_anomaly(1, 3, block_type="anomaly")
    assert not shared(everything_about(caught.value), KEY)


def test_token_that_was_replaced_stays_hidden(serve):
    def token(value):
        return answer({"access_token": value, "refresh_token": f"refresh-{value}"})

    auth = OAuth2.client_credentials("id", PASSWORD)
    no = answer({"success": False, "error": "No"}, 401)
    server = serve(token("first-token-0001"), no, token("second-token-0002"), answer(body()))
    StudioClient(auth, base_url=server.url).get_anomaly(1, 3, block_type="anomaly")
    for again in (auth, pickle.loads(pickle.dumps(auth))):
        hidden = {secret.reveal() for secret in again.secrets()}
        assert hidden >= {"first-token-0001", "refresh-first-token-0001", "second-token-0002", PASSWORD}


def test_switch_of_http_client_prints_no_secret(serve, client_of, monkeypatch, capsys):
    monkeypatch.setattr("http.client.HTTPConnection.debuglevel", 1)
    client_of(serve(answer(body()))).get_anomaly(1, 3, block_type="anomaly")
    assert KEY not in capsys.readouterr().out


def test_logs_of_others_are_left_alone(caplog):
    logging.getLogger("urllib3.connection").warning("of another program: %s", KEY)
    assert KEY in caplog.text


def test_sign_in_that_quotes_what_it_refuses():
    auth = OAuth2.authorization_code("id", "http://127.0.0.1/")
    state = parse_qs(urlsplit(auth.authorization_url).query)["state"][0]
    with pytest.raises(EdgeAnomalyError, match=r"invalid_request no \*\*\*") as caught:
        auth.redirected(
            f"http://127.0.0.1/?state={state}&error=invalid_request&error_description=no+{LETTERS}&code={LETTERS}"
        )
    assert not shared(everything_about(caught.value), LETTERS)


# --- secrets that are refused ------------------------------------------------------------------------------

BREAKS = ["\n", "\r\n", "\t", "\x00", "\x1b", "\x7f", "\x85", "\u2028", "\u2029"]
MAKERS = {
    "key": ApiKey,
    "cookie": JwtCookie,
    "header": JwtHeader,
    "token": OAuth2,
    "client secret": lambda text: OAuth2.client_credentials("id", text),
    "password": lambda text: OAuth2.password("id", "ada", text),
    "client secret of a user": lambda text: OAuth2.password("id", "ada", "word", client_secret=text),
    "client secret of a browser": lambda text: OAuth2.authorization_code(
        "id", "http://a/", client_secret=text
    ),
}


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
@pytest.mark.parametrize("char", BREAKS)
def test_line_break_or_control_character_is_refused(make, char):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with pytest.raises(ValueError, match=r"line break|character") as caught:
            make(f"{LETTERS}{char}{LETTERS}")
    assert not shared(everything_about(caught.value), LETTERS)


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda text: OAuth2.client_credentials(text, "another-word"), "client_id"),
        (lambda text: OAuth2.password("id", text, "another-word"), "username"),
        (lambda text: OAuth2.implicit("id", f"http://127.0.0.1/{text}"), "redirect_uri"),
    ],
)
def test_other_text_with_a_line_break_is_refused_by_name(make, name):
    with pytest.raises(ValueError, match=rf"^{name} contains a line break or a control character"):
        make("two\nlines")


def test_password_keeps_its_spaces(serve):
    server = serve(answer({"access_token": "a-token-0001"}), answer(body()))
    auth = OAuth2.password("id", "ada", "  two  words ")
    StudioClient(auth, base_url=server.url).get_anomaly(1, 3, block_type="anomaly")
    assert parse_qs(server.received[0].body.decode())["password"] == ["  two  words "]


@pytest.mark.parametrize("blank", ["", "  "])
def test_blank_password_is_refused(blank):
    with pytest.raises(ValueError, match=r"^password is empty"):
        OAuth2.password("id", "ada", blank)
