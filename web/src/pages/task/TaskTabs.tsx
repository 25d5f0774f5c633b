// The parts of a task's page.
import { paths } from "@/paths";
import { Tabs } from "@/ui/tabs";

interface TaskTabsProps {
  id: string;
  shown: "runs" | "timeline";
}

export function TaskTabs({ id, shown }: TaskTabsProps) {
  const tabs = [
    { key: "runs", to: paths.task(id), words: "Runs" },
    { key: "timeline", to: paths.taskTimeline(id), words: "Timeline" },
  ];
  return <Tabs label="Parts of the task" tabs={tabs} shown={shown} />;
}
