"""Time and peak memory of list validation, beside a plain loop over `ipaddress.ip_network`.

    python benchmarks/list_validation.py            250,000 lines: ratios to the loop
    python benchmarks/list_validation.py --worst    35 MB of the worst content there is: seconds and peak memory

Every measurement runs in a process of its own, five times in turn, and the fastest counts. Time is CPU time, without
imports. Peak memory is what the process held at most, less what it held before the work began.
"""

import argparse
import ipaddress
import itertools
import json
import random
import resource
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from pulumi_guardduty.list_content import FILE_LIMIT, overlaps, validate


LINES = 250_000
PUBLIC = [octet for octet in range(1, 224) if octet not in {10, 100, 127, 169, 172, 192, 198, 203}]
STIX_HEAD = (
    '<stix:STIX_Package xmlns:stix="http://stix.mitre.org/stix-1" xmlns:cybox="http://cybox.mitre.org/cybox-2" '
    'xmlns:a="http://cybox.mitre.org/objects#AddressObject-2"><stix:Observables>\n'
)
STIX_ROW = (
    '<cybox:Observable><cybox:Object><cybox:Properties category="ipv4-addr"><a:Address_Value>{}</a:Address_Value>'
    "</cybox:Properties></cybox:Object></cybox:Observable>\n"
)


def _address(numbers):
    return bytes([numbers.choice(PUBLIC), *numbers.randbytes(3)])


def _line(numbers, prefixes):
    address, prefix = _address(numbers), numbers.choice(prefixes)
    if prefix is None:
        return socket.inet_ntoa(address)
    return str(ipaddress.ip_network((int.from_bytes(address), prefix), strict=False))


def _lists():
    """Lists of 250,000 lines, made up but public; the same at every run."""
    numbers = random.Random(1)
    addresses = [_line(numbers, [None]) for _ in range(LINES)]
    mixed = [_line(numbers, [None, None, None, 24, 28, 30]) for _ in range(LINES)]
    return {
        "addresses, random order": addresses,
        "addresses, sorted": sorted(addresses, key=socket.inet_aton),
        "half of them ranges": mixed,
        "ranges only": [_line(numbers, [20, 24, 28, 30]) for _ in range(LINES)],
        "every line twice": addresses[: LINES // 2] * 2,
        "one bad line in a hundred": ["not an address" if n % 100 == 0 else a for n, a in enumerate(addresses)],
    }


def _filled(make):
    return "".join(itertools.takewhile(_within(FILE_LIMIT), make))


def _within(left):
    def fits(text):
        nonlocal left
        left -= len(text)
        return left >= 0

    return fits


def _worst():
    """Content of 35 MB: name, format, kind, bytes."""
    numbers = random.Random(2)
    counter = itertools.count()
    address = (socket.inet_ntoa((0x0B000000 + n).to_bytes(4)) + "\n" for n in counter)
    yield "addresses, all different", "TXT", "threat-entity", _filled(address).encode()
    yield "one address over and over", "TXT", "threat-ip", b"8.8.8.8\n" * (FILE_LIMIT // 8)
    yield "private addresses", "TXT", "threat-ip", b"10.0.0.1\n" * (FILE_LIMIT // 9)
    nested = "".join(f"{ipaddress.ip_network((0x08080808, prefix), strict=False)}\n" for prefix in range(5, 33))
    yield "ranges inside ranges", "TXT", "threat-ip", nested.encode() * (FILE_LIMIT // len(nested))
    yield "bad lines", "TXT", "threat-ip", b"not an address\n" * (FILE_LIMIT // 15)
    yield "comments, normalised away", "TXT", "threat-ip", b"# comment\n" * (FILE_LIMIT // 10)
    yield "empty lines", "TXT", "threat-ip", b"\n" * (FILE_LIMIT - 8) + b"8.8.8.8\n"
    yield "one long line", "TXT", "threat-ip", b"8" * FILE_LIMIT
    yield "long lines", "TXT", "threat-ip", (b"1.1." * 16_000 + b"\n") * (FILE_LIMIT // 64_001)
    yield "random bytes", "TXT", "threat-ip", b"x" + numbers.randbytes(FILE_LIMIT - 1)
    yield "domains, all different", "TXT", "threat-entity", _filled(f"n{n}.example.com\n" for n in counter).encode()
    yield "IPv6 addresses", "TXT", "threat-ip", _filled(f"2600::{n:x}\n" for n in range(1 << 16)).encode() * 30
    head = b"Indicator type,Indicator,Description\n"
    yield "rows of OTX", "OTX_CSV", "threat-ip", head + b"IPv4,8.8.8.8,x\n" * (FILE_LIMIT // 16)
    yield "an open quotation mark", "OTX_CSV", "threat-ip", head + b'IPv4,8.8.8.8,"x\n' + b"x\n" * (FILE_LIMIT // 3)
    rows = itertools.chain([STIX_HEAD], (STIX_ROW.format(_line(numbers, [None])) for _ in counter))
    yield "STIX", "STIX", "threat-ip", _filled(rows).encode() + b"</stix:Observables></stix:STIX_Package>"
    opening = STIX_HEAD.encode()
    yield "STIX, one long comment", "STIX", "threat-ip", opening + b"<!--" + b"<a>" * (FILE_LIMIT // 4)
    yield "STIX, nested without end", "STIX", "threat-ip", opening + b"<a>" * (FILE_LIMIT // 4)
    names = _filled(f"<a{n}/>" for n in counter).encode()
    yield "STIX, names without end", "STIX", "threat-ip", opening + names[: FILE_LIMIT - 1000]


def _loop(path, *_):
    bad = 0
    with Path(path).open() as lines:
        for line in lines:
            try:
                ipaddress.ip_network(line.strip())
            except ValueError:
                bad += 1


def _validator(path, list_format, kind):
    validate(path, format=list_format, kind=kind, normalize="comments" in path)


def _overlaps(path):
    trusted = validate(path, kind="trusted-entity")
    threat = validate(path, kind="threat-ip")
    before = time.process_time()
    overlaps(trusted, threat)
    return time.process_time() - before


def _peak():
    """The most memory this process has held so far, in MB."""
    status = Path("/proc/self/status")
    if status.exists():
        # Unlike ru_maxrss, this does not start from what the parent process holds.
        return next(int(line.split()[1]) / 1024 for line in status.read_text().splitlines() if "VmHWM" in line)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 / 1024


def _child(task, *arguments):
    before, begin = _peak(), time.process_time()
    own = {"loop": _loop, "validate": _validator, "overlaps": _overlaps}[task](*arguments)
    print(json.dumps([time.process_time() - begin if own is None else own, _peak() - before]))


def _measured(runs, *tasks):
    """For each task its shortest time and highest peak; the tasks take turns, so that all meet the same machine."""
    results = [[] for _ in tasks]
    for _ in range(runs):
        for task, found in zip(tasks, results, strict=True):
            command = [sys.executable, __file__, "--child", *map(str, task)]
            found.append(json.loads(subprocess.check_output(command)))
    return [(min(seconds for seconds, _ in found), max(peak for _, peak in found)) for found in results]


def _compare(folder):
    print(f"{'250,000 lines':28}{'loop':>10}{'peak':>9}{'validate':>12}{'peak':>9}{'faster':>9}")
    for name, lines in _lists().items():
        path = folder / f"{name}.txt"
        path.write_text("\n".join(lines) + "\n")
        measured = _measured(5, ["loop", path], ["validate", path, "TXT", "threat-ip"])
        (loop, loop_peak), (seconds, peak) = measured
        print(
            f"{name:28}{loop:8.3f} s{loop_peak:6.1f} MB{seconds:10.3f} s{peak:6.1f} MB{loop / seconds:8.1f}x",
            flush=True,
        )
    ((seconds, peak),) = _measured(3, ["overlaps", folder / "addresses, random order.txt"])
    print(f"overlaps of two lists, all of their 250,000 entries shared: {seconds:.3f} s, peak {peak:.1f} MB with both")


def _compare_worst(folder):
    print(f"{'35 MB':28}{'validate':>12}{'peak':>10}")
    for name, list_format, kind, content in _worst():
        path = folder / name
        path.write_bytes(content[:FILE_LIMIT])
        ((seconds, peak),) = _measured(1, ["validate", path, list_format, kind])
        print(f"{name:28}{seconds:10.2f} s{peak:7.1f} MB", flush=True)
        path.unlink()


def main():
    """Measure, or be one of the measured processes."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--worst", action="store_true", help="measure the worst content instead")
    parser.add_argument("--child", nargs="+", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        _child(*options.child)
        return
    with tempfile.TemporaryDirectory() as folder:
        (_compare_worst if options.worst else _compare)(Path(folder))


if __name__ == "__main__":
    main()
