// Programs to begin with; each works as it stands.
import { type Draft, EMPTY } from "./draft";

export interface Example {
  title: string;
  draft: Draft;
}

const HELLO = `print("Hello from Annals")
`;

const RESULTS = `import csv, json, os

inputs = json.load(open(os.environ["ANNALS_INPUTS"]))
rows = [(n, n**2, n**3) for n in range(1, inputs.get("upto", 3) + 1)]
for row in rows:
    print(*row)

# A file in this folder is kept with the run.
with open(os.path.join(os.environ["ANNALS_ARTIFACTS"], "powers.csv"), "w") as file:
    csv.writer(file).writerows(rows)

# What is written here is the run's output.
with open(os.environ["ANNALS_OUTPUTS"], "w") as file:
    json.dump({"sum_of_cubes": sum(row[2] for row in rows)}, file)
`;

const PACKAGES = `from tabulate import tabulate

print(tabulate([("one", 1), ("two", 2)], headers=["word", "number"], tablefmt="github"))
`;

const PROGRESS = `import sys, time

for step in range(1, 61):
    print(f"\\x1b[32mstep {step}\\x1b[0m of 60", flush=True)
    if step % 20 == 0:
        print(f"a third more is done ({step})", file=sys.stderr, flush=True)
    time.sleep(0.5)
`;

export const EXAMPLES: readonly Example[] = [
  { title: "Hello", draft: { ...EMPTY, code: HELLO } },
  { title: "Inputs, outputs and a file", draft: { ...EMPTY, code: RESULTS, inputs: '{\n  "upto": 5\n}' } },
  { title: "A package", draft: { ...EMPTY, code: PACKAGES, dependencies: "tabulate" } },
  { title: "Something to watch for half a minute", draft: { ...EMPTY, code: PROGRESS } },
];
