from __future__ import annotations

import copy
import json
import os
import pickle
import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

import edgeanomaly_nb as ea
from edgeanomaly_nb.studio.auth.keys import ApiKey
from edgeanomaly_nb.studio.block_memory import NOTHING_KNOWN, BlockMemory
from edgeanomaly_nb.studio.client import StudioClient
from edgeanomaly_nb.studio.data_schema import Impulse, LearnBlock
from tests.bodies import body
from tests.studio.server import KEY, answer

IMPULSES = "/v1/api/1/impulses"
IMPULSE = "/v1/api/1/impulse"
MISSING = answer({"success": False, "error": "No such path"}, 404)


def listed(*blocks, ident=2):
    learn_blocks = [{"id": at, "type": kind, "name": "Fan"} for at, kind in blocks]
    return {"id": ident, "learnBlocks": learn_blocks}


def impulses(*blocks):
    return answer({"success": True, "impulses": [listed(*blocks)]})


def service(listing, older=MISSING):
    """Make a step: any anomaly block, and the impulses of project 1, each time the next of `listing`."""
    left = list(listing) if isinstance(listing, list | tuple) else [listing]

    def step(exchange, received):
        if received.path == IMPULSES:
            found = left.pop(0) if len(left) > 1 else left[0]
        elif received.path == IMPULSE:
            found = older
        else:
            found = answer(body())
        exchange.send(found) if isinstance(found, bytes) else found(exchange)

    return step


def look_ups(server):
    return [received.path for received in server.received if "/training/" not in received.path]


# --- the client --------------------------------------------------------------------------------------------


def test_the_kind_costs_one_more_request_which_is_remembered(serve, client_of):
    server = serve(service(impulses((4, "anomaly"), (7, "anomaly-gmm"))))
    client = client_of(server)
    kinds = [client.get_anomaly(1, learn).kind.name for learn in (7, 4, 7, 4)]
    assert kinds == ["GMM", "K-means", "GMM", "K-means"]
    assert look_ups(server) == [IMPULSES]
    assert server.received[0].path.endswith("/training/anomaly/7")  # the block comes first
    source = client.get_anomaly(1, 7).source
    assert (source.block_type, source.impulse_id) == ("anomaly-gmm", 2)


def test_numpy_ids_are_the_same_block(serve, client_of):
    server = serve(service(impulses((7, "anomaly-gmm"))))
    client = client_of(server)
    assert client.get_anomaly(np.int64(1), np.int64(7)).kind == client.get_anomaly(1, 7).kind
    assert look_ups(server) == [IMPULSES]


def test_a_list_of_blocks_is_remembered_too(serve, client_of):
    server = serve(service(impulses((7, "anomaly-gmm"))))
    client = client_of(server)
    client.list_anomaly_blocks(1)
    assert client.get_anomaly(1, 7).kind.name == "GMM"
    assert look_ups(server) == [IMPULSES]


def test_a_given_type_is_not_looked_up(serve, client_of):
    server = serve(service(impulses((7, "anomaly"))))
    client = client_of(server)
    source = client.get_anomaly(1, 7, block_type="anomaly-gmm").source
    assert (source.block_type, source.impulse_id) == ("anomaly-gmm", None)
    assert look_ups(server) == []
    client.list_anomaly_blocks(1)
    source = client.get_anomaly(1, 7, block_type="anomaly-gmm").source
    assert (source.block_type, source.impulse_id) == ("anomaly-gmm", 2)


@pytest.mark.parametrize("wrong", [7, float("nan"), b"anomaly", ["anomaly"]])
def test_a_type_that_is_not_text_is_refused_before_anything_is_sent(serve, client_of, wrong):
    server = serve(service(impulses()))
    with pytest.raises(TypeError, match="block_type must be a str"):
        client_of(server).get_anomaly(1, 7, block_type=wrong)
    assert server.received == []


def test_an_empty_type_is_looked_up(serve, client_of):
    config = client_of(serve(service(impulses((7, "anomaly-gmm"))))).get_anomaly(1, 7, block_type="")
    assert config.kind.name == "GMM"


def test_a_type_of_the_future_is_an_unknown_kind_that_keeps_it(serve, client_of):
    config = client_of(serve(service(impulses((7, "anomaly-2030"))))).get_anomaly(1, 7)
    assert (config.kind.is_known, config.kind.full_name) == (False, "unknown (anomaly-2030)")


def test_a_block_that_was_added_later_is_found(serve, client_of):
    server = serve(service([impulses((4, "anomaly")), impulses((4, "anomaly"), (7, "anomaly-gmm"))]))
    client = client_of(server)
    assert client.get_anomaly(1, 4).kind.name == "K-means"
    assert client.get_anomaly(1, 7).kind.name == "GMM"
    assert look_ups(server) == [IMPULSES, IMPULSES]


def test_a_block_without_an_impulse_is_looked_up_once(serve, client_of):
    server = serve(service(impulses((4, "anomaly"))))
    client = client_of(server)
    assert [client.get_anomaly(1, 9).kind.name for _ in range(3)] == ["unknown"] * 3
    assert look_ups(server) == [IMPULSES]


def test_an_older_server_has_one_impulse(serve, client_of):
    older = answer({"success": True, "impulse": listed((7, "anomaly-gmm"))})
    server = serve(service(MISSING, older))
    client = client_of(server)
    assert [client.get_anomaly(1, 7).kind.name for _ in range(2)] == ["GMM", "GMM"]
    assert look_ups(server) == [IMPULSES, IMPULSE]


FAILURES = {
    "forbidden": answer({"success": False, "error": "No"}, 403),
    "not there": MISSING,
    "key refused": answer({"success": False}, 401),
    "rate limit": answer({"success": False}, 429, Retry_After="30"),
    "busy": answer(status=503),
    "error": answer(status=500),
    "not successful": answer({"success": False, "error": "Later"}),
    "a page": answer(b"<html>Log in</html>"),
    "torn": answer(b'{"success": tr'),
    "another schema": answer({"success": True, "impulses": [{"learnBlocks": [{"id": "7"}]}]}),
    "redirect": answer(status=302, Location="https://elsewhere.example.com"),
    "reset": lambda exchange: exchange.reset(),
    "nested too deep": answer(b'{"success": true, "impulses": ' + b"[" * 200_000),
    "not UTF-8": answer(b'{"success": true, "impulses": [{"name": "\xff\xfe"}]}'),
    "no list": answer({"success": True, "impulses": 5}),
    "no content": answer(status=204),
    "too long": answer(b" " * 3_000_000),
}


@pytest.mark.parametrize("failure", FAILURES.values(), ids=FAILURES)
def test_failing_to_find_the_kind_is_not_an_error_and_not_remembered(serve, client_of, pauses, failure):
    server = serve(service([failure, impulses((7, "anomaly-gmm"))]))
    client = client_of(server, max_response_bytes=1_000_000)
    config = client.get_anomaly(1, 7)
    assert (config.name, config.kind.name) == (body()["name"], "unknown")
    assert look_ups(server)[0] == IMPULSES
    assert set(look_ups(server)[1:]) <= {IMPULSE}  # one attempt, and no hint
    assert pauses == []
    assert client.get_anomaly(1, 7).kind.name == "GMM"


def test_look_up_of_the_kind_uses_the_remaining_time(serve, client_of):
    client = client_of(serve(service(lambda exchange: exchange.stall())), deadline_s=0.6)
    assert client.get_anomaly(1, 7).kind.name == "unknown"


def test_nothing_more_is_sent_if_the_block_cannot_be_fetched(serve, client_of):
    server = serve(answer({"success": False, "error": "Down"}, 503))
    with pytest.raises(ea.ServerError):
        client_of(server, retries=0).get_anomaly(1, 7)
    assert len(server.received) == 1


def test_16_threads_share_one_look_up(serve, client_of):
    everyone = threading.Barrier(16)
    step = service(impulses(*((at, "anomaly-gmm") for at in range(16))))

    def together(exchange, received):
        if "/training/" in received.path:
            everyone.wait(20)
        step(exchange, received)

    server = serve(together)
    client = client_of(server)
    with ThreadPoolExecutor(16) as pool:
        configs = list(pool.map(lambda learn: client.get_anomaly(1, learn), range(16)))
    assert {config.kind.name for config in configs} == {"GMM"}
    assert look_ups(server) == [IMPULSES]


def test_other_credentials_have_a_memory_of_their_own(serve, client_of):
    server = serve(service(impulses((7, "anomaly-gmm"))))
    client = client_of(server)
    client.get_anomaly(1, 7)
    assert client.with_auth(ApiKey(KEY[:-1] + "0")).get_anomaly(1, 7).kind.name == "GMM"
    assert look_ups(server) == [IMPULSES, IMPULSES]


@pytest.mark.parametrize("copied", [lambda client: pickle.loads(pickle.dumps(client)), copy.deepcopy])
def test_a_copy_of_a_client_has_the_same_memory(serve, client_of, copied):
    server = serve(service(impulses((7, "anomaly-gmm"))))
    client = client_of(server)
    client.get_anomaly(1, 7)
    assert copied(client).get_anomaly(1, 7).kind.name == "GMM"
    assert look_ups(server) == [IMPULSES]


def test_samples_have_their_kinds():
    client = StudioClient.sample()
    assert client.get_anomaly(519640, 7).kind.name == "GMM"
    assert client.get_anomaly(481207, 4).kind.name == "K-means"
    found = {name: ea.load_sample(name).source.block_type for name in ea.list_samples().index}
    assert found == ea.list_samples()["type"].to_dict()


def test_comparison_of_different_kinds_has_no_direction():
    changes = ea.compare(ea.load_sample("motion"), StudioClient.sample().get_anomaly(519640, 7))
    assert "flags" not in " ".join(changes.in_words.where(changes.part == "threshold", ""))
    assert "0.3 → 3.4: scores of K-means and GMM do not compare" in changes.in_words.tolist()


# --- the memory by itself ----------------------------------------------------------------------------------


def fan(ident, kind="anomaly", impulse=1):
    return Impulse([LearnBlock(ident, kind, "Fan")], id=impulse)


def test_the_first_impulse_counts_for_a_block_that_is_in_several():
    memory = BlockMemory()
    memory.keep(1, [fan(7, "anomaly", 1), fan(7, "anomaly", 2)])
    assert memory.known[1][7].impulse_id == 1


def test_ids_of_several_projects_are_apart():
    memory = BlockMemory()
    memory.keep(1, [fan(7, "anomaly")])
    memory.keep(2, [fan(7, "anomaly-gmm")])
    assert [memory.known[project][7].type for project in (1, 2)] == ["anomaly", "anomaly-gmm"]
    assert 3 not in memory.known


def test_waiting_too_long_leaves_the_kind_unknown():
    memory, begun, over = BlockMemory(), threading.Event(), threading.Event()

    def fetch():
        begun.set()
        over.wait(20)
        return [fan(7)]

    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(memory.look_up, 1, 7, fetch, 20)
        begun.wait(20)
        assert memory.look_up(1, 7, fetch, 0) == NOTHING_KNOWN
        over.set()
        assert first.result(20).type == "anomaly"


def test_an_interrupt_is_passed_on_and_ends_the_look_up():
    memory = BlockMemory()

    def interrupted():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        memory.look_up(1, 7, interrupted, 1)
    assert memory.look_up(1, 7, lambda: [fan(7)], 1).type == "anomaly"


def test_a_look_up_before_a_fork_does_not_block_the_child(monkeypatch):
    memory = BlockMemory()
    own = os.getpid()

    def fetch():
        monkeypatch.setattr(os, "getpid", lambda: -1)
        forked = memory.look_up(1, 7, lambda: [fan(7, "anomaly-gmm")], 0)
        monkeypatch.setattr(os, "getpid", lambda: own)
        assert forked.type == "anomaly-gmm"
        return [fan(7)]

    assert memory.look_up(1, 7, fetch, 0).type == "anomaly"


def test_a_pickled_memory_holds_plain_data():
    memory = BlockMemory()
    memory.keep(1, [fan(7)])
    assert (
        json.dumps(memory.__getstate__(), sort_keys=True) == '{"known": {"1": {"7": ["anomaly", 1, null]}}}'
    )
