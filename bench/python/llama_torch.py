"""The decoder of the C# side in PyTorch, with its optimiser and its cache of keys and values: same shape, same operations, float32."""
import math

import torch
from torch import nn
from torch.nn import functional as F

VOCABULARY, WIDTH, LAYERS, HEADS, FEED_FORWARD, CONTEXT, BATCH = 4096, 256, 6, 8, 704, 256, 8
HEAD = WIDTH // HEADS


class Norm(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(WIDTH))

    def forward(self, x):
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-5) * self.weight


def rotate(x, cosine, sine):
    half = HEAD // 2
    return x * cosine + torch.cat((-x[..., half:], x[..., :half]), -1) * sine


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm, self.middle = Norm(), Norm()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH, bias=False)
        self.out = nn.Linear(WIDTH, WIDTH, bias=False)
        self.gate_up = nn.Linear(WIDTH, 2 * FEED_FORWARD, bias=False)
        self.down = nn.Linear(FEED_FORWARD, WIDTH, bias=False)

    def forward(self, x, cosine, sine, mask, cache=None, at=0):
        batch, length, _ = x.shape
        q, k, v = self.qkv(self.norm(x)).view(batch, length, 3, HEADS, HEAD).permute(2, 0, 3, 1, 4)
        q, k = rotate(q, cosine, sine), rotate(k, cosine, sine)
        if cache is not None:
            cache[0][:, :, at:at + length], cache[1][:, :, at:at + length] = k, v
            k, v = cache[0][:, :, :at + length], cache[1][:, :, :at + length]
        scores = q @ k.transpose(-1, -2) / math.sqrt(HEAD)
        if mask is not None:
            scores = scores + mask
        x = x + self.out((scores.softmax(-1) @ v).transpose(1, 2).reshape(batch, length, WIDTH))
        gate, up = self.gate_up(self.middle(x)).chunk(2, -1)
        return x + self.down(F.silu(gate) * up)


class Llama(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(VOCABULARY, WIDTH)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.norm = Norm()
        for parameter in self.parameters():
            if parameter.dim() == 2:
                nn.init.normal_(parameter, std=.02)
        angles = torch.outer(torch.arange(CONTEXT).float(), 10000.0 ** (-torch.arange(0, HEAD, 2).float() / HEAD))
        self.cosine, self.sine = torch.cat((angles, angles), -1).cos(), torch.cat((angles, angles), -1).sin()
        self.mask = torch.full((CONTEXT, CONTEXT), -math.inf).triu(1)

    def forward(self, tokens, caches=None, at=0):
        length = tokens.shape[1]
        x = self.embedding(tokens)
        cosine, sine = self.cosine[at:at + length], self.sine[at:at + length]
        mask = self.mask[:length, :length] if length > 1 else None
        for i, layer in enumerate(self.layers):
            x = layer(x, cosine, sine, mask, caches[i] if caches else None, at)
        # Where there is a cache only the last token is asked for what follows it.
        return F.linear(self.norm(x[:, -1:] if caches else x), self.embedding.weight)


def training(steps):
    """A job of some optimiser steps on random tokens."""
    torch.manual_seed(1)
    model = Llama()
    assert sum(p.numel() for p in model.parameters()) == 5_868_800
    matrices, vectors = [p for p in model.parameters() if p.dim() == 2], [p for p in model.parameters() if p.dim() == 1]
    optimiser = torch.optim.AdamW(
        [{"params": matrices, "weight_decay": .1}, {"params": vectors, "weight_decay": 0}], lr=1e-3, betas=(.9, .95), foreach=True)
    tokens = torch.randint(VOCABULARY, (64, BATCH, CONTEXT + 1))
    step = [0]

    def job():
        for _ in range(steps):
            batch = tokens[step[0] % 64]
            step[0] += 1
            optimiser.zero_grad(set_to_none=True)
            loss = F.cross_entropy(model(batch[:, :-1]).view(-1, VOCABULARY), batch[:, 1:].reshape(-1))
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()

    return job


def generation(batch, prompt, tokens):
    """A job that reads prompts of equal length and draws so many tokens after each."""
    torch.manual_seed(1)
    model = Llama()
    prompts = torch.randint(VOCABULARY, (batch, prompt))
    caches = [(torch.empty(batch, HEADS, CONTEXT, HEAD), torch.empty(batch, HEADS, CONTEXT, HEAD)) for _ in range(LAYERS)]

    @torch.inference_mode()
    def job():
        logits, at = model(prompts, caches), prompt
        for drawn in range(tokens):
            token = torch.multinomial(logits[:, -1].softmax(-1), 1)
            if drawn + 1 < tokens:
                logits = model(token, caches, at)
                at += 1

    return job
