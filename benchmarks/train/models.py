"""The networks of models.ts in PyTorch: python models.py THREADS SECONDS MODEL... prints one JSON line a model."""

import json
import sys
import time

import torch
import torch.nn as nn

threads, seconds, wanted = int(sys.argv[1]), float(sys.argv[2]), sys.argv[3:]
torch.set_num_threads(threads)
torch.manual_seed(1)


class Bilstm(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(11, 64, batch_first=True, bidirectional=True)
        self.head = nn.Linear(128, 1)

    def forward(self, x):
        states, _ = self.lstm(x)
        return self.head(torch.cat([states[:, -1, :64], states[:, 0, 64:]], 1))


class Cnn1d(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Conv1d(1, 32, 9, padding=4)
        self.second = nn.Conv1d(32, 64, 9, stride=2, padding=4)
        self.head = nn.Linear(64, 1)

    def forward(self, x):
        h = torch.relu(self.second(torch.relu(self.first(x))))
        return self.head(h.mean(2))


class Block(nn.Module):
    def __init__(self, width=64, heads=4):
        super().__init__()
        self.heads = heads
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.qkv, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.up, self.down = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

    def forward(self, h):
        batch, tokens, width = h.shape
        qkv = self.qkv(self.norm1(h)).view(batch, tokens, 3, self.heads, width // self.heads)
        q, k, v = qkv.permute(2, 0, 3, 1, 4)
        mixed = nn.functional.scaled_dot_product_attention(q, k, v)
        h = h + self.out(mixed.transpose(1, 2).reshape(batch, tokens, width))
        return h + self.down(nn.functional.gelu(self.up(self.norm2(h))))


class Vit(nn.Module):
    def __init__(self):
        super().__init__()
        self.embed = nn.Linear(16, 64)
        self.position = nn.Parameter(0.02 * torch.randn(1, 64, 64))
        self.blocks = nn.Sequential(Block(), Block())
        self.norm, self.head = nn.LayerNorm(64), nn.Linear(64, 1)

    def forward(self, x):
        return self.head(self.norm(self.blocks(self.embed(x) + self.position)).mean(1))


class Resnet(nn.Module):
    def __init__(self):
        super().__init__()
        layer = lambda channels: nn.Sequential(nn.Conv2d(channels, 32, 3, padding=1, bias=False), nn.BatchNorm2d(32, eps=1e-3))
        self.stem, self.first, self.second = layer(6), layer(32), layer(32)
        self.head = nn.Linear(32, 1)

    def forward(self, x):
        h = torch.relu(self.stem(x))
        h = torch.relu(h + self.second(torch.relu(self.first(h))))
        return self.head(h.mean((2, 3)))


def mlp():
    return nn.Sequential(nn.Linear(4096, 256), nn.ReLU(), nn.Linear(256, 64), nn.ReLU(), nn.Linear(64, 1))


models = {
    "mlp": (mlp, (256, 4096)),
    "cnn1d": (Cnn1d, (64, 1, 1024)),
    "vit": (Vit, (64, 64, 16)),
    "bilstm": (Bilstm, (64, 50, 11)),
    "resnet": (Resnet, (32, 6, 32, 32)),
}

for name in wanted:
    create, shape = models[name]
    model, x, y = create(), torch.randn(shape), torch.randn(shape[0], 1)
    optimizer = torch.optim.Adam(model.parameters(), 1e-3)

    def step():
        optimizer.zero_grad()
        loss = ((model(x) - y) ** 2).mean()
        loss.backward()
        optimizer.step()
        return loss.item()

    for _ in range(3):
        last = step()
    times, until = [], time.perf_counter() + seconds
    while time.perf_counter() < until or len(times) < 5:
        started = time.perf_counter()
        last = step()
        times.append(1000 * (time.perf_counter() - started))
    times.sort()
    print(json.dumps({"model": name, "milliseconds": times[len(times) // 2], "fastest": times[0], "loss": last}), flush=True)
