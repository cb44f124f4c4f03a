"""Whole processes against growing evidence: scale.py PROGRAM.dll LARGEST-ROWS. Prints Markdown tables; see bench/scale."""
import glob
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

import numpy as np

PROGRAM, LARGEST = sys.argv[1], int(sys.argv[2])
ROOT = tempfile.mkdtemp(prefix="concordat-scale-")
CHARTER = """charter: scale
version: 2026-11-01
title: Scale
level: organisational
use-case: Ratings by raters of some groups.
role: assistant
deployment-context: Planted ratings.
populations:
{populations}
confidence-level: 0.95
multiplicity: sidak
minimum-cell: 5
standards:
  - id: positive
    statement: At least four ratings in ten are positive.
    measure: group-outcomes.value
    options: {{ criterion: value, level: pos }}
    bound: 0.40
    direction: at-least
    owner: Nobody
"""


def digits(numbers, width):
    """Numbers as fixed-width decimal bytes, (n, width)."""
    out = np.empty((len(numbers), width), np.uint8)
    for place in range(width - 1, -1, -1):
        out[:, place] = 48 + numbers % 10
        numbers = numbers // 10
    return out


def write(path, header, rows, line):
    """Writes a CSV of fixed-width lines, a million at a time; line(i) gives a list of byte matrices and byte strings."""
    with open(path, "wb", buffering=1 << 20) as file:
        file.write(header + b"\n")
        for start in range(0, rows, 1_000_000):
            index = np.arange(start, min(rows, start + 1_000_000), dtype=np.int64)
            parts = [part if isinstance(part, np.ndarray) else np.broadcast_to(np.frombuffer(part, np.uint8), (len(index), len(part))) for part in line(index)]
            file.write(np.hstack([*parts, np.full((len(index), 1), 10, np.uint8)]).tobytes())


def ratings(path, rows, raters, groups):
    random = np.random.default_rng(1)

    def line(i):
        rater = i % raters
        positive = random.random(len(i)) < .45 + .1 * (rater % groups) / groups
        return [b"r", digits(rater, 7), b",i", digits(i // raters, 7), b",", np.where(positive[:, None], np.frombuffer(b"pos", np.uint8), np.frombuffer(b"neg", np.uint8)), b",g", digits(rater % groups, 3)]

    write(path, b"rater,item,value,group", rows, line)


def comparisons(path, rows, models, raters):
    random = np.random.default_rng(2)

    def line(i):
        first = random.integers(0, models, len(i))
        second = (first + 1 + random.integers(0, models - 1, len(i))) % models
        wins = random.random(len(i)) < 1 / (1 + np.exp((second - first) / models * -2))
        return [b"r", digits(i % raters, 7), b",q", digits(i // raters, 7), b",m", digits(first, 4), b",m", digits(second, 4), b",", np.where(wins[:, None], np.frombuffer(b"a", np.uint8), np.frombuffer(b"b", np.uint8))]

    write(path, b"rater,item,first,second,outcome", rows, line)


def timed(command, ok):
    """Seconds and peak megabytes of one process; GNU time starts it, since a child of this one would count this one's memory as its own."""
    log, figures = os.path.join(ROOT, "log"), os.path.join(ROOT, "time")
    with open(log, "wb") as out:
        status = subprocess.call(["/usr/bin/time", "-q", "-o", figures, "-f", "%e %M", *command], stdout=out, stderr=out)
    if status not in ok:
        raise SystemExit(f"{command}: {open(log).read()[-2000:]}")
    seconds, kilobytes = open(figures).read().split()
    return float(seconds), int(kilobytes) / 1024


def run(*args, ok=(0, 1, 2)):
    return timed(["dotnet", PROGRAM, *args], ok)


def folder_size(path):
    return sum(os.path.getsize(file) for file in glob.glob(path + "/**/*", recursive=True) if os.path.isfile(file))


def pandas_seconds(path):
    """The same means by group in pandas, a process of its own."""
    code = f"import pandas; t = pandas.read_csv({path!r}); t['y'] = t['value'] == 'pos'; print(t.groupby('group')['y'].mean().size, t.duplicated(['rater', 'item']).sum())"
    return timed(["/usr/bin/python3", "-c", code], (0,))


def charter(groups):
    path = os.path.join(ROOT, f"charter-{groups}.yaml")
    populations = "\n".join(f"  - id: g{g:03}\n    group: {{ group: g{g:03} }}\n    standing: user\n    why-asked: Planted." for g in range(groups))
    open(path, "w").write(CHARTER.format(populations=populations))
    return path


def import_ratings(path, evidence):
    return run("import", "ratings-csv", path, "--into", evidence, "--set", "scale=binary:neg|pos", ok=(0,))


def show(pair):
    seconds, megabytes = pair
    return f"{seconds:.1f} s | {megabytes:,.0f} MB"


class Cluster:
    """Three ClickHouse nodes on loopback, each a shard."""

    def __init__(self):
        self.processes, self.ports, self.folder = [], [], tempfile.mkdtemp(prefix="concordat-nodes-")
        for node in range(3):
            folder = os.path.join(self.folder, str(node))
            os.makedirs(folder + "/data")
            http, inter = self.free_port(), self.free_port()
            open(folder + "/users.xml", "w").write("<yandex><profiles><default><max_memory_usage>4000000000</max_memory_usage></default></profiles><users><default><password></password><networks><ip>127.0.0.1</ip></networks><profile>default</profile><quota>default</quota></default></users><quotas><default></default></quotas></yandex>")
            open(folder + "/config.xml", "w").write(f"<yandex><logger><level>error</level><log>{folder}/log</log><errorlog>{folder}/error.log</errorlog></logger><listen_host>127.0.0.1</listen_host><http_port>{http}</http_port><interserver_http_port>{inter}</interserver_http_port><interserver_http_host>127.0.0.1</interserver_http_host><path>{folder}/data/</path><tmp_path>{folder}/tmp/</tmp_path><users_config>{folder}/users.xml</users_config><default_profile>default</default_profile><default_database>default</default_database><mark_cache_size>268435456</mark_cache_size><uncompressed_cache_size>268435456</uncompressed_cache_size></yandex>")
            self.processes.append(subprocess.Popen(["clickhouse-server", f"--config-file={folder}/config.xml"], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
            self.ports.append(http)
        for port in self.ports:
            for _ in range(400):
                try:
                    urllib.request.urlopen(f"http://127.0.0.1:{port}/ping").read()
                    break
                except OSError:
                    time.sleep(.05)

    @staticmethod
    def free_port():
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            return probe.getsockname()[1]

    def address(self, name):
        return "clickhouse://" + ",".join(f"127.0.0.1:{port}" for port in self.ports) + "/" + name

    def bytes_on_disk(self):
        return folder_size(self.folder)

    def stop(self):
        for process in self.processes:
            process.kill()
            process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def main():
    cpu = next((line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "unknown processor")
    print(f"{cpu}, {os.cpu_count()} cores. Seconds are of one whole process, start included; memory is its peak.\n")
    has_cluster = shutil.which("clickhouse-server") is not None

    print("## Rows: ratings by 10,000 raters of 8 groups, one standard, intervals over raters\n")
    print("| ratings | CSV | import | memory | on disk | audit | memory | pandas: read, group, duplicates | memory | pandas / import and audit |")
    print("|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|")
    rows = 100_000
    while rows <= LARGEST:
        path, evidence = os.path.join(ROOT, "ratings.csv"), os.path.join(ROOT, f"ratings-{rows}")
        ratings(path, rows, 10_000, 8)
        imported = import_ratings(path, evidence)
        audited = run("audit", charter(8), "--evidence", evidence, "--out", os.path.join(ROOT, f"run-{rows}"))
        there = pandas_seconds(path) if rows <= 10_000_000 else None
        print(f"| {rows:,} | {os.path.getsize(path) / 1e6:,.0f} MB | {show(imported)} | {folder_size(evidence) / 1e6:,.0f} MB | {show(audited)} | {show(there) if there else '– | –'} | {f'{there[0] / (imported[0] + audited[0]):.1f}' if there else '–'} |", flush=True)
        os.remove(path)
        if rows > 10_000_000:
            shutil.rmtree(evidence)
        rows *= 10

    if has_cluster:
        print("\n## The same on three ClickHouse nodes (all on this machine)\n")
        print("| ratings | push | memory | on the nodes' disks | audit from the cluster | memory | same run as from files |")
        print("|---:|---:|---:|---:|---:|---:|---|")
        cluster = Cluster()
        try:
            rows, before = 100_000, cluster.bytes_on_disk()
            while rows <= min(LARGEST, 10_000_000):
                evidence, out = os.path.join(ROOT, f"ratings-{rows}"), os.path.join(ROOT, f"cluster-{rows}")
                address = cluster.address(f"scale_{rows}")
                pushed = run("push", evidence, address, ok=(0,))
                after = cluster.bytes_on_disk()
                audited = run("audit", charter(8), "--evidence", address, "--out", out)
                same = open(out + "/run.json", "rb").read() == open(os.path.join(ROOT, f"run-{rows}") + "/run.json", "rb").read()
                print(f"| {rows:,} | {show(pushed)} | {(after - before) / 1e6:,.0f} MB | {show(audited)} | {'yes' if same else 'NO'} |", flush=True)
                before, rows = after, rows * 10
        finally:
            cluster.stop()

    middle = min(LARGEST, 1_000_000)
    print(f"\n## Raters: {middle:,} ratings of 8 groups\n\n| raters | import | memory | audit | memory |\n|---:|---:|---:|---:|---:|")
    for raters in (100, 1_000, 10_000, 100_000):
        path, evidence = os.path.join(ROOT, "ratings.csv"), os.path.join(ROOT, f"raters-{raters}")
        ratings(path, middle, raters, 8)
        print(f"| {raters:,} | {show(import_ratings(path, evidence))} | {show(run('audit', charter(8), '--evidence', evidence, '--out', evidence + '-run'))} |", flush=True)

    print(f"\n## Groups: {middle:,} ratings by 10,000 raters\n\n| groups | audit | memory |\n|---:|---:|---:|")
    for groups in (2, 8, 32, 128):
        path, evidence = os.path.join(ROOT, "ratings.csv"), os.path.join(ROOT, f"groups-{groups}")
        ratings(path, middle, 10_000, groups)
        import_ratings(path, evidence)
        print(f"| {groups} | {show(run('audit', charter(groups), '--evidence', evidence, '--out', evidence + '-run'))} |", flush=True)

    print("\n## Models: comparisons by 1,000 raters, ranked with intervals that take raters as independent\n\n| comparisons | models | import | memory | rank | memory |\n|---:|---:|---:|---:|---:|---:|")
    for rows, models in ((middle, 10), (middle, 50), (middle, 200), (middle, 500), (min(LARGEST, 10_000_000), 200)):
        path, evidence = os.path.join(ROOT, "comparisons.csv"), os.path.join(ROOT, f"models-{rows}-{models}")
        comparisons(path, rows, models, 1_000)
        imported = run("import", "comparisons-csv", path, "--into", evidence, "--set", "first=a", "--set", "second=b", ok=(0,))
        print(f"| {rows:,} | {models} | {show(imported)} | {show(run('rank', '--evidence', evidence))} |", flush=True)


try:
    main()
finally:
    shutil.rmtree(ROOT, ignore_errors=True)
