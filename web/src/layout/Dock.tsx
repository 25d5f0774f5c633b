// The dock: on the left, at the foot of a narrow screen.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { FileStack, History, Keyboard, ListChecks, LogOut, Monitor, Moon, Plus, Sun, TextSearch, Workflow, Zap } from "lucide-react";
import { type ReactNode, useState } from "react";
import { sessionQuery, signOut } from "@/api/session";
import { paths } from "@/paths";
import { IconButton } from "@/ui/button";
import { cx } from "@/ui/cx";
import { type Theme, chooseTheme, chosenTheme } from "./theme";

export function Dock({ onHelp }: { onHelp: () => void }) {
  return (
    <nav
      aria-label="Main"
      className="z-30 flex shrink-0 border-line bg-panel max-md:fixed max-md:inset-x-0 max-md:bottom-0 max-md:items-center max-md:justify-around max-md:border-t md:sticky md:top-0 md:h-dvh md:w-40 md:flex-col md:border-r md:p-3"
    >
      <Link {...paths.history()} className="mb-3 flex items-center gap-2 px-2 font-semibold max-md:hidden">
        <img src="/favicon.svg" alt="" className="size-6" /> Annals
      </Link>
      <Way to={paths.history()} icon={<History aria-hidden />} label="History" />
      <Way to={paths.tasks()} icon={<ListChecks aria-hidden />} label="Tasks" />
      <Way to={paths.flows()} icon={<Workflow aria-hidden />} label="Flows" />
      <Way to={paths.jobs()} icon={<FileStack aria-hidden />} label="Jobs" />
      <Way to={paths.automations()} icon={<Zap aria-hidden />} label="Automations" className="max-md:hidden" />
      <Way to={paths.search()} icon={<TextSearch aria-hidden />} label="Search" />
      <Way to={paths.submit()} icon={<Plus aria-hidden />} label="Submit" />
      <div className="flex md:mt-auto md:flex-wrap">
        <ThemeButton />
        <IconButton label="Keys (?)" onClick={onHelp} className="max-md:hidden">
          <Keyboard aria-hidden />
        </IconButton>
        <SignOut />
      </div>
    </nav>
  );
}

type Way = ReturnType<typeof paths.history> | ReturnType<typeof paths.flows> | ReturnType<typeof paths.jobs> | ReturnType<typeof paths.automations> | ReturnType<typeof paths.search> | ReturnType<typeof paths.tasks> | ReturnType<typeof paths.submit>;

function Way({ to, icon, label, className }: { to: Way; icon: ReactNode; label: string; className?: string }) {
  return (
    <Link
      {...to}
      activeOptions={{ includeSearch: false }}
      className={cx("flex items-center gap-2 rounded-md px-2 py-1.5 text-soft hover:bg-raised hover:text-text aria-[current=page]:bg-raised aria-[current=page]:font-medium aria-[current=page]:text-text max-md:flex-col max-md:gap-0 max-md:px-2 max-md:text-xs [&>svg]:size-4.5 md:mb-0.5", className)}
    >
      {icon} {label}
    </Link>
  );
}

const NEXT: Record<Theme, Theme> = { system: "light", light: "dark", dark: "system" };
const ICONS = { system: Monitor, light: Sun, dark: Moon };
const NAMES = { system: "as the system", light: "light", dark: "dark" };

function ThemeButton() {
  const [theme, setTheme] = useState(chosenTheme);
  const Icon = ICONS[theme];
  const change = () => {
    chooseTheme(NEXT[theme]);
    setTheme(NEXT[theme]);
  };
  return (
    <IconButton label={`Theme: ${NAMES[theme]}`} onClick={change}>
      <Icon aria-hidden />
    </IconButton>
  );
}

function SignOut() {
  const session = useQuery(sessionQuery);
  const client = useQueryClient();
  const navigate = useNavigate();
  if (session.data?.open !== false) return null;
  const leave = async () => {
    await signOut();
    client.clear();
    await navigate(paths.signIn());
  };
  return (
    <IconButton label={`Sign out ${session.data.user_id ?? ""}`} onClick={() => void leave()}>
      <LogOut aria-hidden />
    </IconButton>
  );
}
