"""Optimiser steps of the 5.9-million-parameter decoder in PyTorch, float32, at its best setting."""
from lm_settings import best_of


def prepare(folder):
    from llama_torch import training

    return training(int(open(f"{folder}/steps.txt").read()))


best_of(prepare)
