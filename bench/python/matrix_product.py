"""Matrix products by NumPy with OpenBLAS: as Debian ships it, and told to use its 256-bit or 512-bit kernels. Each in a process of its own, since the library chooses once."""
import os
import subprocess
import sys

from timing import main

SETTINGS = [("as shipped", {}), ("Haswell", {"OPENBLAS_CORETYPE": "Haswell"}), ("SkylakeX", {"OPENBLAS_CORETYPE": "SkylakeX"})]


def prepare(folder):
    import numpy as np

    m, n, k, repeats = (int(word) for word in open(f"{folder}/shape.txt").read().split())
    a = np.fromfile(f"{folder}/a.f32", dtype=np.float32).reshape(m, k)
    # The right side lies as weights do, (outputs, inputs).
    b = np.fromfile(f"{folder}/b.f32", dtype=np.float32).reshape(n, k).T
    c = np.empty((m, n), dtype=np.float32)

    def job():
        for _ in range(repeats):
            np.matmul(a, b, out=c)

    return job


if os.environ.get("CONCORDAT_BENCH_INSIDE"):
    main(prepare)
else:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("OPENBLAS_", "OMP_"))}
    times = {}
    for name, setting in SETTINGS:
        run = subprocess.run([sys.executable, *sys.argv], env={**clean, **setting, "CONCORDAT_BENCH_INSIDE": "1"}, capture_output=True, text=True, check=True)
        times[name] = float(run.stdout.split()[-1])
    print(f"OpenBLAS told Haswell {times['Haswell']:.1f} ms, told SkylakeX {times['SkylakeX']:.1f} ms")
    print(times["as shipped"])
