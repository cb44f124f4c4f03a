"""Cuts the two texts and the questions of this folder out of lm_corpora (see SOURCE.md): python3 derive.py DIRECTORY_OF_LM_CORPORA"""
import gzip
import json
import pathlib
import random
import sys

corpora = pathlib.Path(sys.argv[1])


def text(name):
    lines = gzip.open(corpora / name, "rt", encoding="utf-8").read().split("\n")
    return "\n".join(line for line in lines if not line.startswith("===")).strip()


plays, speeches = text("tinyshakespeare.txt.gz"), text("inaugural.txt.gz")
taught = {}
for name, whole in (("plays", plays), ("speeches", speeches)):
    taught[name] = whole[:40_000].rsplit("\n", 1)[0] + "\n"
    pathlib.Path(name + ".txt").write_text(taught[name], encoding="utf-8")

# Questions come from behind what is taught, cut at blanks.
random.seed(5)


def pieces(whole, count):
    words = " ".join(whole[60_000:140_000].split()).split(" ")
    starts = random.sample(range(0, len(words) - 20), count)
    return [(" ".join(words[i:i + 4]), " " + " ".join(words[i + 4:i + 10])) for i in starts]


questions = []
for number, (prompt, rest) in enumerate(pieces(plays, 40)):
    questions.append({"id": f"play-{number}", "measure": "plays, new text", "part": "target", "prompt": prompt, "text": rest})


def cuts(whole, count, length=24):
    """Pieces of one length, since choices are compared by the sum over their tokens."""
    flat = " ".join(whole[60_000:140_000].split())
    starts = [i for i in range(len(flat) - length) if flat[i] == " " and flat[i + length] == " "]
    return [flat[i:i + length] for i in random.sample(starts, count)]


for number, (play, speech) in enumerate(zip(cuts(plays, 60), cuts(speeches, 60))):
    choices = [play, speech] if number % 2 == 0 else [speech, play]
    questions.append({"id": f"register-{number}", "measure": "prefers a play's words", "part": "target", "prompt": "the", "choices": choices, "answer": number % 2})
for number, (prompt, rest) in enumerate(pieces(speeches, 40)):
    questions.append({"id": f"speech-{number}", "measure": "speeches, new text", "part": "knowledge", "prompt": prompt, "text": rest})
# A piece of a speech, or its words backwards: the same letters.
for number, piece in enumerate(cuts(speeches, 40)):
    backwards = " " + " ".join(reversed(piece.split()))
    choices = [piece, backwards] if number % 2 == 0 else [backwards, piece]
    questions.append({"id": f"order-{number}", "measure": "speeches, order of words", "part": "knowledge", "prompt": "and", "choices": choices, "answer": number % 2})
pathlib.Path("questions.jsonl").write_text("".join(json.dumps(question, ensure_ascii=False) + "\n" for question in questions), encoding="utf-8")
