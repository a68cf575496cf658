"""One cut-off of a served site: bench/cutoff.sh runs it.

    cutoff.py URL TOKEN     the token of an account that answers for the whole
"""
import http.client
import json
import os
import sys
import time
import urllib.parse

address = urllib.parse.urlparse(sys.argv[1])
token = sys.argv[2]
connection = http.client.HTTPConnection(address.hostname, address.port)
seconds_until_due = 4


def ask(method, path, body=None):
    headers = {"Authorization": "Bearer " + token, "Content-Type": "application/json"}
    connection.request(method, path, json.dumps(body) if body is not None else None, headers)
    answer = connection.getresponse()
    text = answer.read()
    if answer.status >= 300:
        sys.exit(f"{method} {path}: {answer.status} {text[:300]}")
    return json.loads(text)


def fresh_id():
    raw = bytearray(int(time.time() * 1000).to_bytes(6, "big") + os.urandom(10))
    raw[6], raw[8] = raw[6] & 0x0F | 0x70, raw[8] & 0x3F | 0x80
    text = raw.hex()
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def stamp(seconds):
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds)) + "Z"


def missing_of(place, period):
    """The whole list of a place, page by page, as a screen that shows all of it."""
    found, cursor = set(), ""
    while cursor is not None:
        page = ask("GET", f"/api/coverage/{place}/list?period={period}&limit=500&cursor={urllib.parse.quote(cursor)}")
        found.update(item["subject"] for item in page["items"])
        cursor = page["next"]
    return found


def main():
    root = ask("GET", "/api/session")["post"]["place"]
    period = ask("GET", f"/api/coverage/{root}")["period"]["id"]
    known = ask("GET", f"/api/records/screening_round/{period}")
    now = time.time()
    due = int(now) + seconds_until_due
    ask("PATCH", f"/api/records/screening_round/{period}", {"command": fresh_id(), "base_version": known["version"],
        "stated_at": stamp(now), "fields": {"due_at": stamp(due)}})
    time.sleep(max(0, due + 0.002 - time.time()))
    places, missing, total = [root], {}, None
    for name in ("county", "townships", "villages"):
        began, below, overdue, longest = time.time(), [], 0, 0
        for place in places:
            asked = time.time()
            answer = ask("GET", f"/api/coverage/{place}?period={period}")
            listed = missing_of(place, period)
            longest = max(longest, time.time() - asked)
            if not answer["node"]["overdue"] == answer["node"]["missing"] == len(listed):
                sys.exit(f"{place}: {answer['node']} but {len(listed)} listed")
            overdue += len(listed)
            missing.setdefault(name, set()).update(listed)
            below += [child["place"] for child in answer["children"] if child["expected"]]
        print(f"{name:<10}{len(places):>6} lists {overdue:>8} overdue   {time.time() - began:7.2f} s, the longest {longest * 1000:7.1f} ms,"
              f" all by {time.time() - due:6.2f} s after the cut-off", flush=True)
        if missing[name] != missing["county"]:
            sys.exit(f"the {name} name others than the county does")
        places = below


main()
