import { formatBytes } from "./format";
import type { CommandIo } from "./io";

/** Milliseconds between two updates of the progress line. */
const INTERVAL_MILLISECONDS = 100;

/** Shows how far a stream is, of how much where that is known, with its mean speed; redrawn a few times a second. */
export function progress({ output, now }: CommandIo, label: string): (bytes: number, total?: number) => void {
  const started = now().getTime();
  let shown = started;
  return (bytes, total) => {
    const time = now().getTime();
    if (time - shown < INTERVAL_MILLISECONDS) return;
    shown = time;
    const speed = formatBytes((bytes / (time - started)) * 1000);
    const of = total === undefined ? "" : ` of ${formatBytes(total)}`;
    output.progress(`${label}: ${formatBytes(bytes)}${of}, ${speed}/s`);
  };
}
