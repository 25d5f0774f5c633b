// A text to write or to read, with the colours of its language.
import { EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { useEffect, useEffectEvent, useRef } from "react";
import { cx } from "@/ui/cx";
import { type Language, common, reading, shadowOf, writing } from "./setup";

interface CodeEditorProps {
  value: string;
  language: Language;
  label: string;
  /** Left out, the text can only be read. */
  onChange?: (text: string) => void;
  className?: string;
}

export function CodeEditor({ value, language, label, onChange, className }: CodeEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const written = useEffectEvent((text: string) => onChange?.(text));
  const first = useEffectEvent(() => value);
  const canWrite = onChange !== undefined;

  useEffect(() => {
    if (!host.current) return;
    const root = shadowOf(host.current);
    const extensions = [common(language, label), canWrite ? writing(written) : reading()];
    const editor = new EditorView({
      state: EditorState.create({ doc: first(), extensions }),
      parent: root,
      root,
    });
    view.current = editor;
    return () => editor.destroy();
  }, [language, label, canWrite]);

  // A text that comes from elsewhere (another run, an example) replaces what stands there.
  useEffect(() => {
    const editor = view.current;
    if (editor && editor.state.doc.toString() !== value) {
      editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } });
    }
  }, [value]);

  return <div ref={host} data-editor={label} className={cx("min-w-0 overflow-auto rounded-md border border-line", className)} />;
}
