#!/usr/bin/env python3
"""Scores of `fangxian forecast` on real daily series: bench/forecast.py MEAN_SI STD_SI FILE.csv ...   (t, date, local, imported)

From day 21 on, every seventh day: forecast 14 days from what was known, then compare with what came. Prints the coverage of the
50 % and 95 % intervals and the mean weighted interval score (Bracher J et al. 2021, PLoS Comput Biol 17:e1008618; over the levels
0.025 0.05 0.25 0.5 0.75 0.95 0.975), for several settings, beside a forecast that repeats the last week's
mean with Poisson intervals."""
import csv, json, math, subprocess, sys, tempfile

mean_si, std_si, files = float(sys.argv[1]), float(sys.argv[2]), sys.argv[3:]
names = ["q025", "q05", "q25", "median", "q75", "q95", "q975"]
days = 14


def score(row, y):
    total = abs(y - row["median"]) / 2
    for low, high, alpha in (("q025", "q975", 0.05), ("q05", "q95", 0.1), ("q25", "q75", 0.5)):
        l, u = row[low], row[high]
        total += alpha / 2 * ((u - l) + 2 / alpha * max(0, l - y) + 2 / alpha * max(0, y - u))
    return total / 3.5


def poisson(level):
    quantiles, cumulative, k, p = {}, 0.0, 0, math.exp(-min(level, 700))
    if level > 500:
        return {n: max(0, level + z * math.sqrt(level)) for n, z in zip(names, (-1.96, -1.645, -0.674, 0, 0.674, 1.645, 1.96))}
    for name, at in zip(names, (0.025, 0.05, 0.25, 0.5, 0.75, 0.95, 0.975)):
        while cumulative + p < at:
            cumulative, k = cumulative + p, k + 1
            p *= level / k
        quantiles[name] = k
    return quantiles


def forecast(known, size, damping, drift):
    with tempfile.NamedTemporaryFile("w", suffix=".csv") as data, tempfile.NamedTemporaryFile("w", suffix=".json") as control:
        data.write("local,imported\n" + "".join(f"{l},{m}\n" for l, m in known))
        data.flush()
        json.dump({"mean_si": mean_si, "std_si": std_si, "size": size, "damping": damping, "drift": drift, "paths": 2000, "days": days}, control)
        control.flush()
        done = subprocess.run(["build/release/bin/fangxian", "forecast", data.name, "--control", control.name],
                              capture_output=True, text=True, check=True)
    return [{name: float(value) for name, value in row.items()} for row in csv.DictReader(done.stdout.splitlines())]


methods = {"last week again": None, "R as it is, Poisson": (0, 1, 0), "R as it is, size 3": (3, 1, 0),
           "damped 0.95": (3, 0.95, 0.1), "damped 0.9 (default)": (3, 0.9, 0.1), "damped 0.8": (3, 0.8, 0.1)}
scores = {name: [] for name in methods}
for file in files:
    series = [(int(row["local"]), int(row["imported"])) for row in csv.DictReader(open(file))]
    for cut in range(21, len(series) - days + 1, 7):
        if sum(map(sum, series[cut - 7:cut])) == 0:
            continue
        for name, settings in methods.items():
            level = sum(map(sum, series[cut - 7:cut])) / 7
            rows = [poisson(level)] * days if settings is None else forecast(series[:cut], *settings)
            scores[name] += [(score(row, y), row["q25"] <= y <= row["q75"], row["q025"] <= y <= row["q975"])
                             for row, y in zip(rows, map(sum, series[cut:cut + days]))]
for name, all_scores in scores.items():
    n = len(all_scores)
    print(f"{name:<22} {n:>6} days  50 %: {sum(s[1] for s in all_scores) / n:.2f}  95 %: {sum(s[2] for s in all_scores) / n:.2f}"
          f"  score {sum(s[0] for s in all_scores) / n:.2f}")
