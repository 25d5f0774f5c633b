import { expect, test } from "vitest";
import { EMPTY, changedParts, draftOf, inputsError, parseInputs, rerunBody } from "./draft";

const snapshot = {
  id: "s",
  kind: "script" as const,
  code: "print(1)\n",
  dependencies: "six",
  requirements_file: null,
  env: {},
};
const before = draftOf({ snapshot, inputs: { upto: 3 } });

test("a draft is what the run was made of", () => {
  expect(before).toEqual({
    code: "print(1)\n",
    dependencies: "six",
    requirements: "",
    inputs: '{\n  "upto": 3\n}',
  });
  expect(draftOf({ snapshot, inputs: {} }).inputs).toBe("");
});

test("what is as it was is not asked for", () => {
  expect(rerunBody(before, before)).toEqual({});
  expect(rerunBody(before, { ...before, code: "print(2)" })).toEqual({ python_code: "print(2)" });
  expect(rerunBody(before, { ...before, inputs: "" })).toEqual({ inputs: {} });
});

test("changing one way of naming packages names the other too", () => {
  const body = { dependencies: "", requirements_file: "six==1.17.0" };
  const after = { ...before, dependencies: "", requirements: "six==1.17.0" };
  expect(changedParts(before, after)).toEqual(["dependencies", "requirements"]);
  expect(rerunBody(before, after)).toEqual(body);
  expect(rerunBody(EMPTY, { ...EMPTY, dependencies: "six" })).toEqual({
    dependencies: "six",
    requirements_file: "",
  });
});

test("inputs are a JSON object or nothing", () => {
  expect(parseInputs("  ")).toEqual({});
  expect(inputsError('{"a": [1]}')).toBeUndefined();
  expect(inputsError("{a: 1}")).toContain("not JSON");
  for (const other of ["[1]", "null", "3"]) expect(inputsError(other)).toContain("a JSON object");
});
