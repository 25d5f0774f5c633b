import { expect, test } from "vitest";
import { isWanted } from "./chosen";

test("what systems leave in folders is not taken along", () => {
  const paths = ["a/b.pdf", "a/.DS_Store", "__MACOSX/a/b.pdf", "Thumbs.db", "notes.DS_Store.txt"];
  expect(paths.filter((path) => isWanted({ path }))).toEqual(["a/b.pdf", "notes.DS_Store.txt"]);
});
