// The list of keys.
import { Dialog } from "@/ui/dialog";
import type { Key } from "./keys";

/** Keys of single pages, which listen there. */
const ELSEWHERE: readonly Pick<Key, "keys" | "does">[] = [
  { keys: "j", does: "Lists: the next row" },
  { keys: "k", does: "Lists: the row before" },
  { keys: "Enter", does: "Lists: open the row" },
  { keys: "x", does: "History: choose the row" },
  { keys: "n", does: "Log: the next match" },
  { keys: "N", does: "Log: the match before" },
  { keys: "f", does: "Log: follow its end" },
  { keys: "w", does: "Log: wrap long lines" },
  { keys: "z", does: "Log: fold or open all sections" },
  { keys: "e", does: "Run, flow: edit" },
  { keys: "r", does: "Flow: run it" },
];

export function Help({ keys, onClose }: { keys: readonly Key[]; onClose: () => void }) {
  return (
    <Dialog title="Keys" onClose={onClose}>
      <dl className="grid grid-cols-[max-content_1fr] gap-x-4 gap-y-1.5">
        {[...keys, ...ELSEWHERE].map(({ keys: pressed, does }) => (
          <div key={pressed} className="contents">
            <dt className="flex gap-1">
              {pressed.split(" ").map((key) => (
                <kbd key={key} className="rounded border border-line bg-raised px-1.5 font-mono text-xs leading-5">
                  {key}
                </kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <p className="mt-4 border-t border-line pt-3 text-soft">
        Everything here is in the API too:{" "}
        <a className="text-accent underline" href="/api/docs/">
          its description
        </a>
        .
      </p>
    </Dialog>
  );
}
