"""Greedy k-centre, lazy facility location on 256 neighbours, and the greedy determinant (Chen, Zhang & Zhou 2018), with NumPy."""
import heapq

import numpy as np

from timing import main

SIZE, NEIGHBOURS = 500, 256


def k_centre(x, scores):
    chosen = [int(np.argmax(scores))]
    nearest = x @ x[chosen[0]]
    while len(chosen) < SIZE:
        chosen.append(int(np.argmin(nearest)))
        np.maximum(nearest, x @ x[chosen[-1]], out=nearest)
    return chosen


def facility_location(x, scores):
    n = len(x)
    others, similar = np.empty((n, NEIGHBOURS), np.int32), np.empty((n, NEIGHBOURS), np.float32)
    for start in range(0, n, 1000):
        block = x[start:start + 1000] @ x.T
        block[np.arange(len(block)), np.arange(start, start + len(block))] = -1
        best = np.argpartition(block, n - NEIGHBOURS, axis=1)[:, n - NEIGHBOURS:]
        others[start:start + 1000] = best
        similar[start:start + 1000] = np.maximum(np.take_along_axis(block, best, axis=1), 0)
    order = np.argsort(others.ravel(), kind="stable")
    served = (order // NEIGHBOURS).astype(np.int32)
    value = similar.ravel()[order]
    start = np.searchsorted(others.ravel()[order], np.arange(n + 1))
    best = np.zeros(n, np.float32)

    def gain(row):
        rows = served[start[row]:start[row + 1]]
        return scores[row] + max(0, 1 - best[row]) + np.maximum(value[start[row]:start[row + 1]] - best[rows], 0).sum()

    heap = [(-gain(row), row) for row in range(n)]
    heapq.heapify(heap)
    chosen = []
    while len(chosen) < SIZE:
        _, row = heapq.heappop(heap)
        renewed = (-gain(row), row)
        if renewed > heap[0]:
            heapq.heappush(heap, renewed)
            continue
        chosen.append(row)
        rows = served[start[row]:start[row + 1]]
        best[row] = max(best[row], 1)
        best[rows] = np.maximum(best[rows], value[start[row]:start[row + 1]])
    return chosen


def dpp(x, scores):
    n = len(x)
    factor = np.zeros((SIZE, n))
    square = scores ** 2 * np.einsum("ij,ij->i", x, x)
    chosen = []
    while len(chosen) < SIZE:
        row = int(np.argmax(square))
        if square[row] <= 1e-6 * scores[row] ** 2:
            break
        t = len(chosen)
        entry = (scores[row] * scores * (x @ x[row]) - factor[:t, row] @ factor[:t]) / np.sqrt(square[row])
        factor[t] = entry
        square = square - entry ** 2
        chosen.append(row)
        square[row] = -np.inf
    return chosen


def prepare(folder):
    x = np.fromfile(f"{folder}/x.f32", dtype=np.float32).reshape(20000, 256)
    scores = np.fromfile(f"{folder}/scores.f64")
    method = {"k-centre": k_centre, "facility-location": facility_location, "dpp": dpp}[open(f"{folder}/method.txt").read()]
    return lambda: method(x, scores)


main(prepare)
