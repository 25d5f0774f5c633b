// Where files and folders are dropped, or chosen by the system's own dialog.
import { FilePlus2, FolderPlus, Upload } from "lucide-react";
import { type DragEvent, useRef, useState } from "react";
import type { Chosen } from "@/api/uploads";
import { Button } from "@/ui/button";
import { cx } from "@/ui/cx";
import { fromDrop, fromInput } from "./chosen";

interface DropZoneProps {
  disabled?: boolean;
  /** Whether files are there already: then it takes less room. */
  small?: boolean;
  onFiles: (files: Chosen[]) => void;
}

export function DropZone({ disabled = false, small = false, onFiles }: DropZoneProps) {
  const [over, setOver] = useState(false);
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const give = (chosen: Chosen[]) => {
    if (chosen.length > 0) onFiles(chosen);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    if (!disabled) void fromDrop(event.dataTransfer).then(give);
  };
  return (
    <div
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={cx(
        "flex items-center justify-center gap-x-4 gap-y-3 rounded-lg border-2 border-dashed px-4 text-center",
        small ? "flex-wrap py-4" : "flex-col py-12",
        over ? "border-accent bg-accent/10" : "border-edge/60",
      )}
    >
      <Upload aria-hidden className={cx("text-soft", small ? "size-5" : "size-8")} />
      <div>
        <p className="font-medium">Drop files and folders here</p>
        <p className="text-xs text-soft">PDF, Word, Excel, CSV, HTML, mails, pictures, text, and ZIP archives of them</p>
      </div>
      <div className="flex flex-wrap justify-center gap-2">
        <Button disabled={disabled} onClick={() => files.current?.click()}>
          <FilePlus2 aria-hidden /> Choose files
        </Button>
        <Button disabled={disabled} onClick={() => folder.current?.click()}>
          <FolderPlus aria-hidden /> Choose a folder
        </Button>
      </div>
      <input ref={files} type="file" multiple hidden aria-label="Files" onChange={({ target }) => taken(target, give)} />
      <input ref={folder} type="file" {...{ webkitdirectory: "" }} hidden aria-label="Folder" onChange={({ target }) => taken(target, give)} />
    </div>
  );
}

/** The same file may be chosen once more after. */
function taken(input: HTMLInputElement, give: (files: Chosen[]) => void): void {
  give(fromInput(input.files));
  input.value = "";
}
