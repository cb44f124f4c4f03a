"""Tokens drawn by the same decoder in PyTorch with a cache, float32, at its best setting."""
from lm_settings import best_of


def prepare(folder):
    from llama_torch import generation

    return generation(*(int(word) for word in open(f"{folder}/sizes.txt").read().split()))


best_of(prepare)
