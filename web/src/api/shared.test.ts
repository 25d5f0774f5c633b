import { expectTypeOf, test } from "vitest";

import type { CreateTaskBuildHistory, TaskBuildHistory } from "../../../shared/types";
import type { components } from "./schema";

type Schemas = components["schemas"];

// Seen by the type check: the types in `shared` are those that the server answers and takes.
test("the shared types of the build history are those of the API", () => {
  expectTypeOf<Required<Schemas["HistoryEntry"]>>().toEqualTypeOf<TaskBuildHistory>();
  expectTypeOf<Omit<CreateTaskBuildHistory, "task_id">>().toExtend<Schemas["NewHistoryEntry"]>();
});
