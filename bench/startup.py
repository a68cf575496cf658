#!/usr/bin/env python3
"""How long a site with millions of persons takes from the command to the first answer, and what it holds in memory.

    bench/startup.py [PERSONS]        (5000000 unless told)

Makes the demo county under /var/tmp, then copies its households, persons and duties over and over by plain SQL under
other ids until there are PERSONS; the copies have no journal entries and their sealed fields do not open, which a
start does not look at. Starts `fangxian serve` on it three times and prints seconds until /healthz answers, and the
resident memory then. The first start reads from the disk as far as the page cache does not help.
"""
import pathlib, shutil, socket, sqlite3, subprocess, sys, tempfile, time, urllib.request

program = pathlib.Path(__file__).resolve().parent.parent / "build/release/bin/fangxian"
# Of each table, the columns that hold an id of a household or person.
copied = {"r_household": ["id"], "r_person": ["id", "household"], "obligation": ["subject"]}


def grow(path, persons):
    db = sqlite3.connect(path)
    db.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA cache_size = -2000000;")
    have = db.execute("SELECT count(*) FROM r_person").fetchone()[0]
    for table, ids in copied.items():
        columns = [row[1] for row in db.execute(f"PRAGMA table_info({table})")]
        db.execute(f"CREATE TEMP TABLE one AS SELECT * FROM {table}")
        values = ", ".join(f"CAST(substr({c}, 1, 12) || ?1 AS BLOB)" if c in ids else c for c in columns)
        for copy in range(1, -(-persons // have)):
            tail = copy.to_bytes(4, "big")
            db.execute(f"INSERT OR IGNORE INTO {table} ({', '.join(columns)}) SELECT {values} FROM one", (tail,))
        db.execute("DROP TABLE one")
        db.commit()
    counts = {table: db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in copied}
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    return counts


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def start(site):
    port, begun = free_port(), time.monotonic()
    server = subprocess.Popen([program, "serve", "--data", site, "--port", str(port)], stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL)
    while server.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1).read()
            break
        except OSError:
            time.sleep(0.02)
    seconds = time.monotonic() - begun
    if server.poll() is not None:
        sys.exit("serve ended with " + str(server.returncode))
    status = pathlib.Path(f"/proc/{server.pid}/status").read_text()
    memory = {line.split()[0]: int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith(("VmRSS", "VmHWM"))}
    server.terminate()
    server.wait()
    return seconds, memory


def main():
    persons = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000_000
    site = tempfile.mkdtemp(prefix="fangxian-startup-", dir="/var/tmp")
    try:
        subprocess.run([program, "demo", "--data", site, "--prepare-only"], check=True, stdout=subprocess.DEVNULL)
        print("demo county:", *(f"{start(site)[0]:.2f} s" for _ in range(3)))
        counts = grow(pathlib.Path(site) / "fangxian.db", persons)
        size = (pathlib.Path(site) / "fangxian.db").stat().st_size / 2**20
        print(", ".join(f"{n:,} {table}" for table, n in counts.items()) + f"; {size:,.0f} MB")
        for _ in range(3):
            seconds, memory = start(site)
            print(f"{seconds:.2f} s, resident {memory['VmRSS:']:,.0f} MB, at most {memory['VmHWM:']:,.0f} MB")
    finally:
        shutil.rmtree(site)


main()
