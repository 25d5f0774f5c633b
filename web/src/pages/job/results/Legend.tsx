// What the marks of the cells mean, and how many there are of each on this page.
import { count } from "@/domain/time";
import { type Cell, type Mark, markOf } from "./cells";
import { MARKS, MarkSign } from "./MarkSign";

const SHOWN: readonly Mark[] = ["high", "middle", "low", "corrected"];

export function Legend({ cells }: { cells: readonly Cell[] }) {
  const marks = cells.map(markOf);
  return (
    <ul aria-label="How sure the values of this page are" className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-soft">
      {SHOWN.map((mark) => {
        const found = marks.filter((one) => one === mark).length;
        return (
          found > 0 && (
            <li key={mark} className="nums flex items-center gap-1.5">
              <MarkSign mark={mark} hidden /> {count(found)} {MARKS[mark].words}
            </li>
          )
        );
      })}
    </ul>
  );
}
