import { expect, test } from "vitest";
import { notGranted } from "./grants";

const scope = (name: string) => `https://www.googleapis.com/auth/${name}`;

test("what an account was not allowed is told", () => {
  const all = ["gmail.readonly", "drive.readonly", "drive.file"].map(scope);
  expect(notGranted([...all, "openid"])).toEqual([]);
  expect(notGranted([])).toEqual([]);
  expect(notGranted([scope("drive.file")])).toEqual(["to read mail in Gmail", "to read files in Drive"]);
});
