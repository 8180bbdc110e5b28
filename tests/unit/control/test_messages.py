import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vcam.control.messages import (
    MAX_BYTES,
    VERBS,
    Reply,
    Request,
    make_request,
    read_reply,
    read_request,
    refusal,
    write_reply,
    write_request,
)
from vcam.errors import SinkError, UsageError, VcamError


@pytest.mark.parametrize("name", VERBS)
def test_every_request_arrives_as_it_was_sent(name: str) -> None:
    request = Request(name, {key: f"Zoë's {key}" for key in VERBS[name].takes})
    line = write_request(request)
    assert line.count(b"\n") == 1
    assert read_request(line) == request


@pytest.mark.parametrize(
    "name",
    [
        "\u4f1a\u8b70\u3000\u80cc\u666f.jpg",
        "at 9.41\u202fAM.png",
        "a\u00a0b",
        "\u0646\u0627\u0645\u0647\u200c\u0647\u0627",
        "\U0001f469\u200d\U0001f4bb",
    ],
)
def test_names_with_unusual_spaces_and_joiners_are_understood(name: str) -> None:
    request = Request("background", {"what": name})
    assert read_request(write_request(request)) == request


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b"", "no JSON"),
        (b"off", "no JSON"),
        (b"\xff\xfe\x00", "no JSON"),
        (b"[" * 60_000, "no JSON"),
        (b'{"vcam": ' + b"9" * 5000 + b"}", "no JSON"),
        (b"[]", "no JSON object"),
        (b'{"verb": "off"}', "version"),
        (b'{"vcam": true, "verb": "off"}', "version"),
        (b'{"vcam": 1.0, "verb": "off"}', "version"),
        (b'{"vcam": 2, "verb": "off"}', "version 1, not 2"),
        (b'{"vcam": 1}', "There is no verb None"),
        (b'{"vcam": 1, "verb": "fly"}', "There is no verb 'fly'; use one of on, off"),
        (b'{"vcam": 1, "verb": ["off"]}', "There is no verb"),
        (b'{"vcam": 1, "verb": "off", "now": "yes"}', "takes nothing; leave out 'now'"),
        (b'{"vcam": 1, "verb": "me", "who": "1", "what": "x"}', "takes only who; leave out 'what'"),
        (b'{"vcam": 1, "verb": "me"}', "needs who"),
        (b'{"vcam": 1, "verb": "me", "who": 1}', "needs who, a text"),
        (b'{"vcam": 1, "verb": "me", "who": "a\\nb"}', "in one line"),
        (b'{"vcam": 1, "verb": "me", "who": "\\ud800"}', "in one line"),
        (b'{"vcam": 1, "verb": "me", "who": "a\\u2028b"}', "in one line"),
        (b'{"vcam": 1, "verb": "me", "who": "a\\u2029b"}', "in one line"),
        (b'{"vcam": 1, "verb": "me", "who": "a\\u007fb"}', "in one line"),
    ],
)
def test_what_is_no_request_is_refused_in_one_sentence(line: bytes, says: str) -> None:
    with pytest.raises(UsageError) as refused:
        read_request(line)
    sentence = str(refused.value)
    assert says in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert len(sentence) < 300


def test_an_answer_arrives_as_it_was_sent() -> None:
    answer = {"name": "Zoë", "people": [1, 2]}
    assert read_reply(write_reply(Reply(answer))) == Reply(answer)


def test_a_refusal_says_whose_fault_it_is() -> None:
    assert read_reply(write_reply(refusal(UsageError("No.")))) == Reply(error="No.", wrong="usage")
    assert read_reply(write_reply(refusal(SinkError("Full.")))) == Reply(error="Full.", wrong="failure")


@pytest.mark.parametrize("line", [b"", b"{}", b'{"vcam": 1, "ok": true}', b'{"vcam": 9, "ok": true}'])
def test_an_answer_that_cannot_be_read_is_told_in_a_sentence(line: bytes) -> None:
    with pytest.raises(VcamError, match="restart it"):
        read_reply(line)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_subnormal=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
near_requests = st.dictionaries(
    st.sampled_from(["vcam", "verb", "who", "what", "key", "value"]) | st.text(),
    st.sampled_from([1, *VERBS]) | json_values,
)


@given(st.binary(max_size=200) | near_requests.map(lambda message: json.dumps(message).encode()))
def test_whatever_comes_is_a_request_or_a_usage_error(line: bytes) -> None:
    try:
        request = read_request(line)
    except UsageError as error:
        sentence = str(error)
    else:
        assert make_request(request.verb, request.values) == request
        return
    assert sentence.count("\n") == 0
    assert len(write_reply(refusal(UsageError(sentence)))) < MAX_BYTES
