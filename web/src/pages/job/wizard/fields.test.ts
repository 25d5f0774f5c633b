import { expect, test } from "vitest";
import { emptyField, faultOf, fromJob, moved, toJob } from "./fields";

const named = (name: string, prompt = "") => ({ ...emptyField(), name, prompt });

test("fields are read in their order and written with it, empty rows left out", () => {
  const read = fromJob([
    { field_name: "Total", data_type_id: "currency", ai_prompt: null, display_order: 1 },
    { field_name: "Number", data_type_id: "text", ai_prompt: "as on the top right", display_order: 0 },
  ]);
  expect(toJob([...read, emptyField()])).toEqual([
    { field_name: "Number", data_type_id: "text", ai_prompt: "as on the top right", display_order: 0 },
    { field_name: "Total", data_type_id: "currency", ai_prompt: null, display_order: 1 },
  ]);
});

test("a name that is there twice or missing is told", () => {
  const rows = [named("Total"), named(" total "), named("", "words"), named("")];
  expect(rows.map((row) => faultOf(row, rows) !== undefined)).toEqual([true, true, true, false]);
});

test("a row moves among the others, and not beyond them", () => {
  const rows = [named("a"), named("b"), named("c")];
  const order = (drafts: { name: string }[]) => drafts.map(({ name }) => name).join("");
  expect([moved(rows, 0, 2), moved(rows, 2, 0), moved(rows, 0, -1)].map(order)).toEqual(["bca", "cab", "abc"]);
});
