"""Fits y = x^3 - x by a network with one hidden layer, and writes metrics.json and model.pt."""

import argparse
import json
import pathlib

import torch

parser = argparse.ArgumentParser()
parser.add_argument("--hidden", type=int, required=True)
parser.add_argument("--steps", type=int, required=True)
parser.add_argument("--seed", type=int, required=True)
parser.add_argument("--output", type=pathlib.Path, required=True)
args = parser.parse_args()

torch.manual_seed(args.seed)
torch.use_deterministic_algorithms(True)

x = torch.linspace(-1.5, 1.5, 128).unsqueeze(1)
y = x**3 - x + 0.05 * torch.randn_like(x)
model = torch.nn.Sequential(torch.nn.Linear(1, args.hidden), torch.nn.Tanh(), torch.nn.Linear(args.hidden, 1))
optimiser = torch.optim.Adam(model.parameters(), lr=0.01)

losses = []
for step in range(1, args.steps + 1):
    optimiser.zero_grad()
    loss = torch.nn.functional.mse_loss(model(x), y)
    loss.backward()
    optimiser.step()
    losses.append(loss.item())
    print(f"@progress {step} {args.steps} loss {losses[-1]:.4f}")

with torch.no_grad():
    at = torch.linspace(-1.45, 1.45, 100).unsqueeze(1)
    error = (model(at) - (at**3 - at)).square().mean().sqrt().item()

torch.save(model.state_dict(), args.output / "model.pt")
metrics = [
    {"name": "rmse", "label": "RMSE", "value": error, "direction": "lower", "split": "test", "n": 100, "digits": 3},
    {"name": "train_loss", "label": "Training loss", "value": losses[-1], "direction": "lower", "split": "train", "digits": 4},
]
curves = [{"name": "training", "x": list(range(1, args.steps + 1)), "y": losses, "yName": "training loss"}]
(args.output / "metrics.json").write_text(json.dumps({"metrics": metrics, "curves": curves, "scale": {"train": 128}}))
