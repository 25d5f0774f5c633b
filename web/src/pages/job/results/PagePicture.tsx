// A page of a document as a picture, with the words marked that a value came from.
import { ZoomIn, ZoomOut } from "lucide-react";
import { type CSSProperties, useLayoutEffect, useRef, useState } from "react";
import type { Area } from "@/api/jobs";
import { IconButton } from "@/ui/button";
import { cx } from "@/ui/cx";

interface PagePictureProps {
  src: string;
  /** Which page of which file it is: "page 2 of a.pdf". */
  what: string;
  /** The words that are marked. */
  words: string;
  boxes: readonly Area[];
  /** It cannot be shown. */
  onError: () => void;
}

/** How wide the picture is, in widths of its frame. */
const SIZES = [1, 1.5, 2, 3] as const;

/** The pixels from which the words of most pages can be read. */
const READABLE = 560;

export function PagePicture({ src, what, words, boxes, onError }: PagePictureProps) {
  const frame = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState(0);
  const [loaded, setLoaded] = useState(false);
  const [first] = boxes;
  const appear = () => {
    const width = frame.current?.clientWidth ?? READABLE;
    setSize(Math.max(0, SIZES.findIndex((times) => width * times >= READABLE)));
    setLoaded(true);
  };
  // The words are in sight at each size.
  useLayoutEffect(() => {
    const element = frame.current;
    if (!element || !loaded || !first) return;
    element.scrollTop = middle(first.y0, first.y1) * element.scrollHeight - element.clientHeight / 2;
    element.scrollLeft = middle(first.x0, first.x1) * element.scrollWidth - element.clientWidth / 2;
  }, [loaded, size, first]);
  return (
    <div className="relative">
      <div
        ref={frame}
        role="group"
        tabIndex={0}
        aria-label={`Picture of ${what}`}
        className={cx("max-h-[26dvh] overflow-auto rounded-md border border-line bg-raised lg:max-h-[38dvh]", !loaded && "min-h-40 animate-pulse")}
      >
        <div className="relative" style={{ width: `${(SIZES[size] ?? 1) * 100}%` }}>
          <img src={src} alt={`${capital(what)}, with “${words}” marked`} decoding="async" onLoad={appear} onError={onError} className="block h-auto w-full" />
          {loaded && boxes.map((box, at) => <span key={at} data-mark aria-hidden className="absolute rounded-xs bg-accent-strong/15 outline-2 outline-offset-1 outline-accent-strong" style={placeOf(box)} />)}
        </div>
      </div>
      {loaded && (
        <div className="absolute right-2 bottom-2 flex rounded-md border border-line bg-panel">
          <IconButton label="Smaller" disabled={size === 0} onClick={() => setSize(size - 1)}>
            <ZoomOut aria-hidden />
          </IconButton>
          <IconButton label="Larger" disabled={size === SIZES.length - 1} onClick={() => setSize(size + 1)}>
            <ZoomIn aria-hidden />
          </IconButton>
        </div>
      )}
    </div>
  );
}

function placeOf({ x0, y0, x1, y1 }: Area): CSSProperties {
  return { left: share(x0), top: share(y0), width: share(x1 - x0), height: share(y1 - y0) };
}

const share = (part: number) => `${part * 100}%`;
const middle = (from: number, to: number) => (from + to) / 2;
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
