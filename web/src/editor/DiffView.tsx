// What differs between two texts, one below the other.
import { unifiedMergeView } from "@codemirror/merge";
import { EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { useEffect, useRef } from "react";
import { type Language, common, reading, shadowOf } from "./setup";

interface DiffViewProps {
  before: string;
  after: string;
  language: Language;
  label: string;
}

export function DiffView({ before, after, language, label }: DiffViewProps) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!host.current) return;
    const root = shadowOf(host.current);
    const changes = unifiedMergeView({
      original: before,
      mergeControls: false,
      collapseUnchanged: { margin: 3, minSize: 6 },
    });
    const extensions = [common(language, label), reading(), changes];
    const view = new EditorView({ state: EditorState.create({ doc: after, extensions }), parent: root, root });
    return () => view.destroy();
  }, [before, after, language, label]);
  return <div ref={host} data-editor={label} className="max-h-[70dvh] min-w-0 overflow-auto rounded-md border border-line" />;
}
