// What surrounds every page: the dock with the ways, keys that work everywhere, the page itself.
import { Outlet, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { paths } from "@/paths";
import { Dock } from "./Dock";
import { Help } from "./Help";
import { type Key, useKeys } from "./keys";

export function Shell() {
  const navigate = useNavigate();
  const [helping, setHelping] = useState(false);
  const keys: Key[] = [
    { keys: "g h", does: "Go to the history", run: () => void navigate(paths.history()) },
    { keys: "g t", does: "Go to the tasks", run: () => void navigate(paths.tasks()) },
    { keys: "g f", does: "Go to the flows", run: () => void navigate(paths.flows()) },
    { keys: "g j", does: "Go to the jobs", run: () => void navigate(paths.jobs()) },
    { keys: "g a", does: "Go to the automations", run: () => void navigate(paths.automations()) },
    { keys: "g l", does: "Search the logs of all runs", run: () => void navigate(paths.search()) },
    { keys: "g s", does: "Submit a task", run: () => void navigate(paths.submit()) },
    { keys: "/", does: "Search on this page", run: focusSearch },
    { keys: "?", does: "Show the keys", run: () => setHelping(true) },
  ];
  useKeys(keys);
  return (
    <div className="flex min-h-dvh max-md:flex-col-reverse">
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-md focus:bg-panel focus:px-3 focus:py-2"
      >
        Skip to the page
      </a>
      <Dock onHelp={() => setHelping(true)} />
      <div className="flex min-w-0 flex-1 flex-col max-md:pb-14">
        <Outlet />
      </div>
      {helping && <Help keys={keys} onClose={() => setHelping(false)} />}
    </div>
  );
}

/** The first search field of the page. */
function focusSearch(): void {
  document.querySelector<HTMLInputElement>("input[type=search]")?.focus();
}
