/** One backup from beginning to end, with the built command-line tool, as a user would run it. */
import { join } from "node:path";
import { formatBytes } from "../../scripts/commands/format";
import { REPO_ROOT } from "../paths";
import { mustRun } from "../processes/run";
import type { Place } from "./preset-demo";
import { sealstack } from "./sealstack";
import * as show from "./show";
import type { DemoSource } from "./sources";

export interface Rehearsal {
  readonly name: string;
  readonly prefix: string;
  /** For the summary. */
  readonly result: string;
}

/** `undefined` when the source cannot be had here; it has said why. */
export async function rehearse(source: DemoSource, place: Place): Promise<Rehearsal | undefined> {
  const { name, prefix } = source;
  show.step(`Back up, verify and restore: ${name}`);
  const prepared = await source.prepare(join(place.work, `${name}-source`));
  if (prepared === undefined) return undefined;
  show.detail(prepared.description);
  const restored = join(place.work, `${name}-restored`);
  const started = Date.now();
  try {
    await sealstack(place, ["backup", "--outputs", place.outputsFile, "--prefix", prefix, ...prepared.flags]);
    await sealstack(place, ["verify", "--outputs", place.outputsFile, "--prefix", prefix, "latest"]);
    await sealstack(place, [
      "restore",
      "--outputs",
      place.outputsFile,
      "--prefix",
      prefix,
      "latest",
      restored,
    ]);
    const took = show.seconds(started);
    const proof = await prepared.check(restored);
    show.detail(proof);
    return { name, prefix, result: `${await sizes(place, prefix)}, all three steps in ${took}; ${proof}` };
  } finally {
    await prepared.dispose();
  }
}

/** Sizes of the newest backup, from what `list` tells scripts. */
async function sizes({ outputsFile, env }: Place, prefix: string): Promise<string> {
  const argv = ["list", "--json", "--outputs", outputsFile, "--prefix", prefix];
  const { stdout } = await mustRun(process.execPath, [join(REPO_ROOT, "scripts", "sealstack.js"), ...argv], {
    env,
  });
  const { backups } = JSON.parse(stdout) as { backups: { bytes: number }[] };
  return `${formatBytes(backups[0]?.bytes ?? 0)} stored`;
}
