"""Schulze over ranked wordings, independent of src/: strongest paths by thresholds and reachability, winning votes.

Writes the ballots and the order that tests/Concordat.Web.Tests/Features/WordingTests.cs compares with:
python3 bench/python/schulze_wordings.py > tests/Concordat.Web.Tests/Features/schulze-wordings.txt
One line a case: ballots (a rank for each wording, "-" where it was left out, equal numbers are ties) | the order, layers of those whom nobody left beats.
"""
import random


def reaches(m, edges, start):
    seen, todo = {start}, [start]
    while todo:
        a = todo.pop()
        for b in range(m):
            if (a, b) in edges and b not in seen:
                seen.add(b)
                todo.append(b)
    return seen


def order(m, ballots):
    above = lambda x, y: x is not None and (y is None or x < y)
    votes = {(a, b): sum(above(ballot[a], ballot[b]) for ballot in ballots) for a in range(m) for b in range(m) if a != b}
    wins = {pair: n for pair, n in votes.items() if n > votes[pair[::-1]]}
    strength = {pair: 0 for pair in votes}
    for threshold in sorted(set(wins.values())):
        edges = {pair for pair, n in wins.items() if n >= threshold}
        for a in range(m):
            for b in reaches(m, edges, a) - {a}:
                strength[a, b] = threshold
    left, layers = set(range(m)), []
    while left:
        layer = sorted(a for a in left if not any(b != a and strength[b, a] > strength[a, b] for b in left))
        layers.append(layer)
        left -= set(layer)
    return layers


rng = random.Random(20260731)
for _ in range(400):
    m, voters = rng.randint(2, 6), rng.randint(1, 11)
    partial, ties = rng.random() * .6, rng.random()
    ballots = []
    while len(ballots) < voters:
        ranks = [rng.randint(1, m) for _ in range(m)] if rng.random() < ties else rng.sample(range(1, m + 1), m)
        ballot = [None if rng.random() < partial else rank for rank in ranks]
        if any(rank is not None for rank in ballot):
            ballots.append(ballot)
    text = " ".join(",".join("-" if rank is None else str(rank) for rank in ballot) for ballot in ballots)
    print(text + "|" + ">".join("=".join(map(str, layer)) for layer in order(m, ballots)))
