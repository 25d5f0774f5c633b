// A picture for each thing that sets an automation off.
import { CalendarClock, FolderInput, HardDrive, Inbox, Mail, Webhook } from "lucide-react";

export const TRIGGER_ICONS = { folder: FolderInput, cron: CalendarClock, webhook: Webhook, imap: Inbox, gmail: Mail, drive: HardDrive } as const;
