// A stream of the server that is kept open while the page is looked at.

/** How a stream is doing. */
export type LiveState = "connecting" | "live" | "reconnecting";

/** How long to wait before a stream that was refused is tried again, in milliseconds. */
const AGAIN = 3_000;

interface LiveOptions {
  /** Where the stream is had, from `after` on; null at first. */
  url: (after: string | null) => Promise<string>;
  /** What to do with the data of each kind of event. */
  events: Record<string, (data: string) => void>;
  /** Told when a connection is there, the first as well as later ones. */
  opened?: () => void;
  tell: (state: LiveState) => void;
}

export class LiveSource {
  private readonly options: LiveOptions;
  private source: EventSource | null = null;
  private again: number | undefined;
  private after: string | null = null;
  private stopped = false;

  constructor(options: LiveOptions) {
    this.options = options;
  }

  begin(): void {
    document.addEventListener("visibilitychange", this.seen);
    this.options.tell("connecting");
    void this.open();
  }

  stop(): void {
    this.stopped = true;
    document.removeEventListener("visibilitychange", this.seen);
    this.close();
  }

  /** Browsers give a server few connections: a page that nobody looks at keeps none. */
  private readonly seen = (): void => {
    if (document.hidden) this.close();
    else if (!this.source) void this.open();
  };

  private close(): void {
    window.clearTimeout(this.again);
    this.source?.close();
    this.source = null;
  }

  private async open(): Promise<void> {
    let url: string;
    try {
      url = await this.options.url(this.after);
    } catch {
      this.retry();
      return;
    }
    if (this.stopped || this.source || document.hidden) return;
    this.source = new EventSource(url);
    this.listen(this.source);
  }

  private listen(source: EventSource): void {
    const { events, opened, tell } = this.options;
    source.onopen = () => {
      tell("live");
      opened?.();
    };
    source.onerror = () => {
      tell("reconnecting");
      // The browser itself comes back after a break, but not after a refusal.
      if (source.readyState === EventSource.CLOSED) this.retry();
    };
    for (const [kind, take] of Object.entries(events)) {
      source.addEventListener(kind, (event: MessageEvent<string>) => {
        this.after = event.lastEventId;
        take(event.data);
      });
    }
  }

  private retry(): void {
    this.close();
    if (!this.stopped) this.again = window.setTimeout(() => void this.open(), AGAIN);
  }
}
