/** Manifests that are left alone: their payload was hidden, and the run ended before it hid them. Pure. */
import { OBJECT_SUFFIX } from "../../../../modules/backup-contract";
import { manifestKey, parseId } from "../../object-key";
import { isVisible, type Versions } from "../bucket/inventory";
import type { SeriesPlan } from "./decide";

/** @returns keys, of the series only of which something good is to be seen: where there is nothing, somebody may be about to undelete. */
export function finishable(
  series: readonly SeriesPlan[],
  strayManifests: ReadonlyMap<string, Versions>,
): string[] {
  const judged = series.filter(({ decisions }) => decisions.some(({ verdict }) => verdict === "keep"));
  const hidden = judged.flatMap(({ series: { backups } }) => {
    const shown = new Set(
      backups.filter(({ payload }) => isVisible(payload)).map(({ id }) => manifestKey(id)),
    );
    return backups
      .filter(({ payload, manifest }) => !isVisible(payload) && isVisible(manifest))
      .map(({ id }) => manifestKey(id))
      .filter((key) => !shown.has(key));
  });
  const names = new Set(judged.map(({ series: { prefix, name } }) => `${prefix}\n${name}`));
  const strays = [...strayManifests]
    .filter(([key, versions]) => isVisible(versions) && names.has(seriesOf(key)))
    .map(([key]) => key);
  return [...new Set([...hidden, ...strays])].sort();
}

function seriesOf(key: string): string {
  const stem = key.slice(0, -OBJECT_SUFFIX.manifest.length);
  const name = parseId(`${stem}.tar${OBJECT_SUFFIX.kms}`);
  return name === undefined ? "" : `${name.prefix}\n${name.name}`;
}
