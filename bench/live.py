#!/usr/bin/env python3
"""From the POST of one screening to the moved figure on every watching screen (server-sent events).

    bench/live.py --port N --token T [--screens 100] [--posts 50] [--background 20]

The site must be served and have two open screening rounds (bench/ingest.sh prepares one). Measured posts go to the
newest round one at a time; `--background` posts a second go to the next one, so that the two cannot be confused.
"""
import argparse, http.client, json, os, selectors, socket, threading, time, uuid

arguments = argparse.ArgumentParser()
arguments.add_argument("--port", type=int, required=True)
arguments.add_argument("--token", required=True)
arguments.add_argument("--screens", type=int, default=100)
arguments.add_argument("--posts", type=int, default=50)
arguments.add_argument("--background", type=float, default=20)
options = arguments.parse_args()
fields = {"Authorization": "Bearer " + options.token, "Content-Type": "application/json"}


def ask(connection, method, path, body=None):
    connection.request(method, path, None if body is None else json.dumps(body), fields)
    answer = connection.getresponse()
    text = answer.read()
    if answer.status >= 400:
        raise SystemExit(f"{method} {path}: {answer.status} {text.decode()[:300]}")
    return json.loads(text)


def new_id():
    raw = bytearray(int(time.time() * 1000).to_bytes(6, "big") + os.urandom(10))
    raw[6], raw[8] = raw[6] & 0x0F | 0x70, raw[8] & 0x3F | 0x80
    return str(uuid.UUID(bytes=bytes(raw)))


def screening(round_id, household):
    now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    return {"id": new_id(), "stated_at": now, "fields": {
        "round": round_id, "household": household, "visited_at": now, "visit_mode": "1", "visit_outcome": "1",
        "present_count": 3, "away_count": 0, "any_symptom": False, "any_key_area": False}}


def open_screen(selector):
    screen = socket.create_connection(("127.0.0.1", options.port))
    screen.sendall((f"GET /api/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: {fields['Authorization']}\r\n"
                    "Accept: text/event-stream\r\n\r\n").encode())
    screen.setblocking(False)
    selector.register(screen, selectors.EVENT_READ, bytearray())


def events(selector, timeout):
    """(screen, event) for every complete coverage event that arrives within `timeout` seconds."""
    for key, _ in selector.select(timeout):
        data = key.fileobj.recv(1 << 20)
        if not data:
            raise SystemExit("a screen was disconnected")
        key.data.extend(data)
        *lines, rest = bytes(key.data).split(b"\n")
        key.data[:] = rest
        for line in lines:
            if line.startswith(b"data: {"):
                yield key.fd, json.loads(line[6:])


def keep_busy(round_id, households, stop):
    connection = http.client.HTTPConnection("127.0.0.1", options.port)
    for household in households:
        if stop.wait(1 / options.background):
            return
        ask(connection, "POST", "/api/records/household_screening", screening(round_id, household))


connection = http.client.HTTPConnection("127.0.0.1", options.port)
place = ask(connection, "GET", "/api/session")["post"]["place"]
rounds = [each["id"] for each in ask(connection, "GET", "/api/periods?type=household_screening&open=1")["items"]]
households = [each["subject"] for each in ask(connection, "GET",
              f"/api/coverage/{place}/list?type=household_screening&period={rounds[0]}&status=missing&limit=500")["items"]]
other = [each["subject"] for each in ask(connection, "GET",
         f"/api/coverage/{place}/list?type=household_screening&period={rounds[1]}&status=missing&limit=500")["items"]]
done = ask(connection, "GET", f"/api/coverage/{place}?period={rounds[0]}")["node"]["fulfilled"]

selector = selectors.DefaultSelector()
for _ in range(options.screens):
    open_screen(selector)
stop = threading.Event()
if options.background > 0:
    threading.Thread(target=keep_busy, args=(rounds[1], other, stop), daemon=True).start()
until = time.monotonic() + 1
while time.monotonic() < until:
    list(events(selector, 0.1))

waits = []
for household in households[:options.posts]:
    done += 1
    start = time.monotonic()
    ask(connection, "POST", "/api/records/household_screening", screening(rounds[0], household))
    seen = set()
    while len(seen) < options.screens:
        if time.monotonic() - start > 10:
            raise SystemExit(f"after 10 s only {len(seen)} of {options.screens} screens have moved")
        for screen, event in events(selector, 0.1):
            if event.get("place") == place and event.get("period") == rounds[0] and event["fulfilled"] >= done and screen not in seen:
                seen.add(screen)
                waits.append((time.monotonic() - start) * 1000)
stop.set()
waits.sort()
print(f"screens {options.screens}  posts {options.posts}  background {options.background:g}/s  "
      f"p50 {waits[len(waits) // 2]:.0f} ms  p99 {waits[len(waits) * 99 // 100]:.0f} ms  max {waits[-1]:.0f} ms")
