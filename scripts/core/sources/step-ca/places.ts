/** Where the paths of `ca.json` lie in STEPPATH. */
import { realpathSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, isAbsolute, join, relative, resolve } from "node:path";
import type { Archived } from "../archived";
import type { Reference } from "./references";

/**
 * Finds paths of a configuration in STEPPATH. Relative ones are taken from there: step-ca does so for templates, and takes others from its
 * working directory, which its unit sets to STEPPATH. Absolute ones may go by another way, through links.
 *
 * And a STEPPATH may be a copy, or be seen from a container's host: then its paths lead to where it was. That is believed when no
 * path leads into STEPPATH and most of those that step-ca needs are found in it, all below one former place.
 */
export class Places {
  /** Where STEPPATH was, when its configuration says so. */
  readonly former: string | undefined;
  private readonly roots: readonly string[];

  constructor(
    stepPath: string,
    private readonly archived: Archived,
    references: readonly Reference[],
  ) {
    this.roots = [...new Set([resolve(stepPath), real(stepPath) ?? resolve(stepPath)])];
    this.former = this.findFormer(references.filter(({ needed }) => needed).map(({ path }) => path));
  }

  /** The path in STEPPATH, whether something is there or not; `undefined` when it leads elsewhere. */
  inside(path: string): string | undefined {
    if (path.startsWith("~/")) return this.direct(join(homedir(), path.slice(2)));
    if (!isAbsolute(path)) return below(".", path);
    return this.direct(path) ?? (this.former === undefined ? undefined : below(this.former, path));
  }

  private direct(path: string): string | undefined {
    for (const root of this.roots) {
      const way = below(root, path) ?? below(root, real(path) ?? path);
      if (way !== undefined) return way;
    }
    return undefined;
  }

  private findFormer(paths: readonly string[]): string | undefined {
    const absolute = paths.filter((path) => isAbsolute(path));
    if (absolute.some((path) => this.direct(path) !== undefined)) return undefined;
    const foundBelow = (place: string): number =>
      absolute.filter((path) => this.archived.has(below(place, path) ?? "../")).length;
    const [best] = [...new Set(absolute.flatMap(ancestors))]
      .map((place) => ({ place, found: foundBelow(place) }))
      .sort((a, b) => b.found - a.found || a.place.length - b.place.length);
    return best !== undefined && best.found * 2 > absolute.length ? best.place : undefined;
  }
}

/** The way from a directory to a path below it; `undefined` when it is not. */
function below(directory: string, path: string): string | undefined {
  const way = relative(directory, path);
  return way === ".." || way.startsWith("../") || isAbsolute(way) ? undefined : way;
}

function ancestors(path: string): string[] {
  const above = dirname(path);
  return above === path ? [] : [above, ...ancestors(above)];
}

function real(path: string): string | undefined {
  try {
    return realpathSync.native(path);
  } catch {
    return undefined;
  }
}
