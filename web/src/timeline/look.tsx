// How the kinds of entries look: a picture and a word each, so that colour is not all that tells them apart.
import { Bot, type LucideIcon, MessageSquareText, PackageCheck, RefreshCcwDot, SquareTerminal, TriangleAlert } from "lucide-react";
import type { EntryKind } from "@/api/timeline";

export interface Look {
  Icon: LucideIcon;
  /** One of them, and many. */
  one: string;
  many: string;
  /** The classes of the picture. */
  colour: string;
}

export const LOOKS: Record<EntryKind, Look> = {
  chat_message: { Icon: MessageSquareText, one: "Message", many: "Messages", colour: "text-accent" },
  agent_turn: { Icon: Bot, one: "Agent turn", many: "Agent turns", colour: "text-live" },
  execution_step: { Icon: SquareTerminal, one: "Step", many: "Steps", colour: "text-soft" },
  setup_complete: { Icon: PackageCheck, one: "Setup", many: "Setup", colour: "text-good" },
  error: { Icon: TriangleAlert, one: "Error", many: "Errors", colour: "text-bad" },
  status_change: { Icon: RefreshCcwDot, one: "Status", many: "Status", colour: "text-warn" },
};
