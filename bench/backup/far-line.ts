/** A line between the contestants and their servers, because S3 is not on loopback; far-line/main.go is it. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { goProgram } from "../../tools/fetched/go-program";
import { cpuSecondsOf } from "../harness";

const MEGABITS_PER_SECOND = 1000;

/** For the results. */
export const FAR_LINE = {
  roundTripMs: 20,
  megabitsPerSecond: MEGABITS_PER_SECOND,
  /** What it carries at most, each way. */
  mibPerSecond: Math.round((MEGABITS_PER_SECOND * 1e6) / 8 / 1024 ** 2),
  tls: true,
} as const;

export interface FarLine {
  /** The certificate that it answers with, in PEM. */
  readonly ca: string;
  /** The same servers, in their order, at its far end. */
  readonly endpoints: readonly string[];
  /** Processor time so far. */
  cpuSeconds(): number;
  stop(): Promise<void>;
}

/** @param endpoints of servers on loopback, without TLS @param dir for the certificate */
export async function startFarLine(
  endpoints: readonly string[],
  dir: string,
  notify: (line: string) => void,
): Promise<FarLine> {
  const program = await goProgram({ name: "far-line", sources: join(__dirname, "far-line") }, notify);
  const ca = join(dir, "far-line.pem");
  const settings = [
    ...["-round-trip", `${FAR_LINE.roundTripMs}ms`],
    ...["-bits-a-second", String(FAR_LINE.megabitsPerSecond * 1e6)],
  ];
  const argv = [...settings, ca, ...endpoints.map((endpoint) => new URL(endpoint).host)];
  const child = spawn(program, argv, { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = (await Promise.race([
    once(createInterface({ input: child.stdout }), "line"),
    once(child, "exit").then(([status]) => {
      throw new Error(`the far line ended with status ${status}`);
    }),
  ])) as [string];
  const { pid } = child;
  if (pid === undefined) throw new Error("the far line has no process");
  return {
    ca,
    endpoints: (JSON.parse(line) as number[]).map((port) => `https://127.0.0.1:${port}`),
    cpuSeconds: () => cpuSecondsOf(pid),
    stop: async () => {
      const gone = once(child, "exit");
      child.kill();
      await gone;
    },
  };
}
