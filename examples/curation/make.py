"""Writes data/instructions.jsonl.gz from the two files of self-instruct: the first instance of each task as prompt and completion."""
import gzip
import json
import sys

folder = sys.argv[1]
rows = []
for name, source in (("seed_tasks", "seed-tasks"), ("user_oriented_instructions", "user-oriented")):
    for line in gzip.open(f"{folder}/{name}.jsonl.gz", "rt", encoding="utf-8"):
        task = json.loads(line)
        first = task["instances"][0]
        prompt = task["instruction"] + ("\n\n" + first["input"] if first["input"] else "")
        rows.append({
            "prompt": [{"role": "user", "content": prompt}],
            "completion": [{"role": "assistant", "content": first["output"]}],
            "id": task["id"],
            "source": source,
            "kind": "with input" if first["input"] else "without input",
        })

with open("data/instructions.jsonl.gz", "wb") as file:
    with gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0) as packed:
        for row in rows:
            packed.write((json.dumps(row, ensure_ascii=False) + "\n").encode())
