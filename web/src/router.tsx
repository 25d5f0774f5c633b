// The addresses and the pages they show. The rarer ones, and the editor, are loaded when they are wanted.
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from "@tanstack/react-router";
import { formatSearch, parseSearch } from "./address";
import { queryClient } from "./api/query";
import { isStatus } from "./api/problem";
import { runQueries } from "./api/runs";
import { sessionQuery } from "./api/session";
import { Shell } from "./layout/Shell";
import { parseCompareSearch } from "./pages/compare/search";
import { parseGoogleSearch } from "./pages/google/search";
import { HistoryPage } from "./pages/history/HistoryPage";
import { parseHistorySearch, toFilter } from "./pages/history/search";
import { parseEditSearch } from "./pages/flow-edit/search";
import { parseFlowsSearch } from "./pages/flows/search";
import { parseJobSearch } from "./pages/job/search";
import { parseJobsSearch } from "./pages/jobs/search";
import { LoginPage } from "./pages/login/LoginPage";
import { NotFound } from "./pages/NotFound";
import { parseRunSearch } from "./pages/run/search";
import { parseLogsSearch } from "./pages/search/search";
import { parseTaskSearch } from "./pages/task/search";
import { parseTasksSearch } from "./pages/tasks/search";
import { parseUsageSearch } from "./pages/usage/months";
import { paths } from "./paths";
import { parseTaskTimelineSearch } from "./timeline/search";

const root = createRootRoute({ notFoundComponent: NotFound });

/** Pages that show what is kept: without a session where one is wanted, one signs in first. */
const shell = createRoute({
  getParentRoute: () => root,
  id: "shell",
  component: Shell,
  beforeLoad: async ({ location }) => {
    readAhead(location);
    try {
      await queryClient.query({ ...sessionQuery, staleTime: "static" });
    } catch (error) {
      // eslint-disable-next-line @typescript-eslint/only-throw-error -- as the router wants it
      if (isStatus(error, 401)) throw redirect(paths.signIn(location.href));
      // The page itself says what is wrong.
    }
  },
});

/** The history's rows are asked for together with the session when the pages begin there, not after it. */
function readAhead({ pathname, search }: { pathname: string; search: Record<string, unknown> }): void {
  if (pathname !== paths.history().to || queryClient.getQueryData(sessionQuery.queryKey)) return;
  const filter = parseHistorySearch(search);
  // The page itself shows what goes wrong.
  queryClient.infiniteQuery(runQueries.list(filter, (now) => toFilter(filter, now))).catch(() => undefined);
}

const index = createRoute({
  getParentRoute: () => root,
  path: "/",
  beforeLoad: () => {
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- as the router wants it
    throw redirect({ ...paths.history(), replace: true });
  },
});

const login = createRoute({
  getParentRoute: () => root,
  path: "/login",
  component: LoginPage,
  validateSearch: (raw: Record<string, unknown>): { next?: string } =>
    typeof raw["next"] === "string" ? { next: raw["next"] } : {},
});

const history = createRoute({
  getParentRoute: () => shell,
  path: "/history",
  component: HistoryPage,
  validateSearch: parseHistorySearch,
});

const tasks = createRoute({
  getParentRoute: () => shell,
  path: "/tasks",
  component: lazyRouteComponent(() => import("./pages/tasks/TasksPage"), "TasksPage"),
  validateSearch: parseTasksSearch,
});

const task = createRoute({
  getParentRoute: () => shell,
  path: "/tasks/$id",
  component: lazyRouteComponent(() => import("./pages/task/TaskPage"), "TaskPage"),
  validateSearch: parseTaskSearch,
});

const timeline = createRoute({
  getParentRoute: () => shell,
  path: "/tasks/$id/timeline",
  component: lazyRouteComponent(() => import("./pages/task/TimelinePage"), "TimelinePage"),
  validateSearch: parseTaskTimelineSearch,
});

const run = createRoute({
  getParentRoute: () => shell,
  path: "/runs/$id",
  component: lazyRouteComponent(() => import("./pages/run/RunPage"), "RunPage"),
  validateSearch: parseRunSearch,
});

const flows = createRoute({
  getParentRoute: () => shell,
  path: "/flows",
  component: lazyRouteComponent(() => import("./pages/flows/FlowsPage"), "FlowsPage"),
  validateSearch: parseFlowsSearch,
});

const newFlow = createRoute({
  getParentRoute: () => shell,
  path: "/flows/new",
  component: lazyRouteComponent(() => import("./pages/flow-edit/EditFlowPage"), "NewFlowPage"),
  validateSearch: parseEditSearch,
});

const flow = createRoute({
  getParentRoute: () => shell,
  path: "/flows/$id",
  component: lazyRouteComponent(() => import("./pages/flow/FlowPage"), "FlowPage"),
  validateSearch: textOf("component"),
});

const editFlow = createRoute({
  getParentRoute: () => shell,
  path: "/flows/$id/edit",
  component: lazyRouteComponent(() => import("./pages/flow-edit/EditFlowPage"), "EditFlowPage"),
  validateSearch: parseEditSearch,
});

const jobs = createRoute({
  getParentRoute: () => shell,
  path: "/jobs",
  component: lazyRouteComponent(() => import("./pages/jobs/JobsPage"), "JobsPage"),
  validateSearch: parseJobsSearch,
});

const newJob = createRoute({
  getParentRoute: () => shell,
  path: "/jobs/new",
  component: lazyRouteComponent(() => import("./pages/job/wizard/NewJobPage"), "NewJobPage"),
});

const job = createRoute({
  getParentRoute: () => shell,
  path: "/jobs/$id",
  component: lazyRouteComponent(() => import("./pages/job/JobPage"), "JobPage"),
  validateSearch: parseJobSearch,
});

const templates = createRoute({
  getParentRoute: () => shell,
  path: "/jobs/templates",
  component: lazyRouteComponent(() => import("./pages/templates/TemplatesPage"), "TemplatesPage"),
});

const usage = createRoute({
  getParentRoute: () => shell,
  path: "/jobs/usage",
  component: lazyRouteComponent(() => import("./pages/usage/UsagePage"), "UsagePage"),
  validateSearch: parseUsageSearch,
});

const automations = createRoute({
  getParentRoute: () => shell,
  path: "/automations",
  component: lazyRouteComponent(() => import("./pages/automations/AutomationsPage"), "AutomationsPage"),
});

const newAutomation = createRoute({
  getParentRoute: () => shell,
  path: "/automations/new",
  component: lazyRouteComponent(() => import("./pages/automation-edit/EditAutomationPage"), "NewAutomationPage"),
  validateSearch: textOf("job"),
});

const automation = createRoute({
  getParentRoute: () => shell,
  path: "/automations/$id",
  component: lazyRouteComponent(() => import("./pages/automation/AutomationPage"), "AutomationPage"),
});

const editAutomation = createRoute({
  getParentRoute: () => shell,
  path: "/automations/$id/edit",
  component: lazyRouteComponent(() => import("./pages/automation-edit/EditAutomationPage"), "EditAutomationPage"),
});

const google = createRoute({
  getParentRoute: () => shell,
  path: "/integrations/google",
  component: lazyRouteComponent(() => import("./pages/google/GooglePage"), "GooglePage"),
  validateSearch: parseGoogleSearch,
});

const resume = createRoute({
  getParentRoute: () => shell,
  path: "/runs/$id/resume",
  component: lazyRouteComponent(() => import("./pages/resume/ResumePage"), "ResumePage"),
  validateSearch: textOf("from"),
});

const edit = createRoute({
  getParentRoute: () => shell,
  path: "/runs/$id/edit",
  component: lazyRouteComponent(() => import("./pages/edit/EditPage"), "EditPage"),
});

const search = createRoute({
  getParentRoute: () => shell,
  path: "/search",
  component: lazyRouteComponent(() => import("./pages/search/SearchPage"), "SearchPage"),
  validateSearch: parseLogsSearch,
});

const compare = createRoute({
  getParentRoute: () => shell,
  path: "/compare",
  component: lazyRouteComponent(() => import("./pages/compare/ComparePage"), "ComparePage"),
  validateSearch: parseCompareSearch,
});

const submit = createRoute({
  getParentRoute: () => shell,
  path: "/submit",
  component: lazyRouteComponent(() => import("./pages/submit/SubmitPage"), "SubmitPage"),
});

const tree = root.addChildren([
  index,
  login,
  shell.addChildren([history, tasks, task, timeline, flows, newFlow, flow, editFlow, jobs, newJob, job, templates, usage, automations, newAutomation, automation, editAutomation, google, run, resume, edit, compare, search, submit]),
]);

export const router = createRouter({
  routeTree: tree,
  defaultPreload: "intent",
  scrollRestoration: true,
  parseSearch,
  stringifySearch: formatSearch,
});

/** What an address says where it has one text at most. */
function textOf<Name extends string>(name: Name) {
  return (raw: Record<string, unknown>): Partial<Record<Name, string>> => {
    const value = raw[name];
    return typeof value === "string" && value !== "" ? ({ [name]: value } as Partial<Record<Name, string>>) : {};
  };
}

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
