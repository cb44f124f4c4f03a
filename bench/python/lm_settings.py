"""Runs a job of llama_torch in processes with each setting of threads and library, and reports the best: what torch can do here, not what it does untold."""
import os
import subprocess
import sys

from timing import main

SETTINGS = [(threads, core) for threads in (1, 2) for core in ("", "SkylakeX")]


def best_of(job_of):
    if os.environ.get("CONCORDAT_BENCH_INSIDE"):
        import torch

        torch.set_num_threads(int(os.environ["CONCORDAT_BENCH_INSIDE"]))
        main(job_of)
        return
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("OPENBLAS_", "OMP_", "MKL_"))}
    times = {}
    for threads, core in SETTINGS:
        environment = {**clean, "CONCORDAT_BENCH_INSIDE": str(threads), "OMP_WAIT_POLICY": "PASSIVE", "OPENBLAS_NUM_THREADS": str(threads)}
        if core:
            environment["OPENBLAS_CORETYPE"] = core
        run = subprocess.run([sys.executable, *sys.argv], env=environment, capture_output=True, text=True, check=True)
        times[f"{threads} {'thread' if threads == 1 else 'threads'}, OpenBLAS {core or 'as shipped'}"] = float(run.stdout.split()[-1])
    best = min(times, key=times.get)
    print(f"torch's best is {best}")
    print(times[best])
