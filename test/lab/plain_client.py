"""A client of the workspace's kernels written from the protocol's description alone, in Python.

Usage: plain_client.py ORIGIN TOKEN KERNEL PROTOCOL CODE; PROTOCOL is "v1" or "none". Prints the text that the
cell has printed and the status of its reply, as JSON.
"""

import asyncio
import json
import sys
import uuid

from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

V1 = "v1.kernel.websocket.jupyter.org"


def to_v1(channel, message):
    parts = [channel.encode()]
    parts += [json.dumps(message[key]).encode() for key in ("header", "parent_header", "metadata", "content")]
    offsets = [8 * (2 + len(parts))]
    for part in parts:
        offsets.append(offsets[-1] + len(part))
    numbers = [len(offsets), *offsets]
    return b"".join([*(n.to_bytes(8, "little") for n in numbers), *parts])


def from_v1(frame):
    count = int.from_bytes(frame[:8], "little")
    offsets = [int.from_bytes(frame[8 * i : 8 * (i + 1)], "little") for i in range(1, count + 1)]
    parts = [frame[a:b] for a, b in zip(offsets, offsets[1:])]
    header, parent, metadata, content = (json.loads(part) for part in parts[1:5])
    return {"channel": parts[0].decode(), "header": header, "parent_header": parent, "content": content}


async def main(origin, token, kernel, protocol, code):
    url = f"{origin.replace('http', 'ws')}/api/kernels/{kernel}/channels?session_id={uuid.uuid4().hex}"
    request = HTTPRequest(url, headers={"Authorization": f"token {token}"})
    socket = await websocket_connect(request, subprotocols=[V1] if protocol == "v1" else None)
    assert socket.selected_subprotocol == (V1 if protocol == "v1" else None), socket.selected_subprotocol
    session, msg_id = uuid.uuid4().hex, uuid.uuid4().hex
    message = {
        "header": {"msg_id": msg_id, "msg_type": "execute_request", "session": session, "username": "", "version": "5.3", "date": ""},
        "parent_header": {},
        "metadata": {},
        "content": {"code": code, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False},
    }
    if protocol == "v1":
        await socket.write_message(to_v1("shell", message), binary=True)
    else:
        await socket.write_message(json.dumps({**message, "channel": "shell"}))
    printed, reply, idle = "", None, False
    while reply is None or not idle:
        frame = await socket.read_message()
        # As clients of old do: every frame is text.
        got = from_v1(frame) if protocol == "v1" else json.loads(frame)
        if got["parent_header"].get("msg_id") != msg_id:
            continue
        kind = got["header"]["msg_type"]
        if kind == "stream":
            printed += got["content"]["text"]
        elif kind == "status":
            idle = got["content"]["execution_state"] == "idle"
        elif kind == "execute_reply":
            reply = got["content"]["status"]
    print(json.dumps({"printed": printed, "status": reply}))


asyncio.run(main(*sys.argv[1:]))
