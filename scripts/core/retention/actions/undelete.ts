/** Takes delete markers away, so that what they hide is to be seen again. */
import { OperatorError } from "../../../errors";
import { manifestKey } from "../../object-key";
import { chooseBackups } from "../bucket/chosen";
import { isVisible, takeInventory, type Versions } from "../bucket/inventory";
import type { ObjectVersion, VersionedStore } from "../ports";

/** An object to be brought back. */
export interface HiddenObject {
  readonly key: string;
  /** When it was hidden. */
  readonly since: Date;
  /** The newest first. */
  readonly markers: readonly ObjectVersion[];
}

/** A backup, or a record about one, to be brought back. */
export interface UndeletePlan {
  /** In the order in which they come back: of a backup its manifest first, so that it is complete when it is to be seen. */
  readonly objects: readonly HiddenObject[];
  /** Ids of backups. */
  readonly backups: readonly string[];
  /** Ids that nothing hides. */
  readonly visible: readonly string[];
}

/** @throws OperatorError `notFound` before anything is changed, where lifecycle has removed one of them */
export async function planUndelete(
  store: VersionedStore,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<UndeletePlan> {
  const chosen = await chooseBackups(store, ids, signal);
  const isHidden = ({ payload, manifest }: (typeof chosen)[number]): boolean =>
    !isVisible(payload) || hidden(manifest).length > 0;
  return {
    objects: chosen.flatMap(({ payload, manifest }) => [...hidden(manifest), ...hidden(payload)]),
    backups: chosen.filter(isHidden).map(({ id }) => id),
    visible: chosen.filter((each) => !isHidden(each)).map(({ id }) => id),
  };
}

/**
 * Everything below the prefixes that was hidden since then: backups, and records about them.
 * @param name only backups of this name, and no records
 */
export async function planUndeleteSince(
  store: VersionedStore,
  {
    prefixes,
    since,
    name,
  }: { readonly prefixes: readonly string[]; readonly since: Date; readonly name: string | undefined },
  signal: AbortSignal,
): Promise<UndeletePlan> {
  const { series, records } = await takeInventory(store, prefixes, signal);
  const recent = (versions: Versions): HiddenObject[] =>
    hidden(versions).filter((each) => each.since >= since);
  const backups = series
    .filter((each) => name === undefined || each.name === name)
    .flatMap((each) => each.backups)
    .map(({ id, payload, manifest }) => ({ id, objects: [...recent(manifest), ...recent(payload)] }))
    .filter(({ objects }) => objects.length > 0);
  const about = name === undefined ? [...records.values()].flatMap(recent) : [];
  return {
    objects: dedupe([...backups.flatMap(({ objects }) => objects), ...about]),
    backups: backups.map(({ id }) => id),
    visible: [],
  };
}

/** Two payloads of the same second share a manifest. */
const dedupe = (objects: readonly HiddenObject[]): HiddenObject[] => [
  ...new Map(objects.map((each) => [each.key, each])).values(),
];

/** The markers that stand before the newest version; none where it is to be seen, or is gone. */
function hidden(versions: Versions): HiddenObject[] {
  const at = versions.findIndex(({ isDeleteMarker }) => !isDeleteMarker);
  const markers = versions.slice(0, Math.max(0, at));
  const oldest = markers.at(-1);
  return oldest === undefined ? [] : [{ key: oldest.key, since: oldest.lastModified, markers }];
}

/** @throws OperatorError that says how many came back before it */
export async function performUndelete(
  { objects, backups }: UndeletePlan,
  store: VersionedStore,
  signal: AbortSignal,
): Promise<void> {
  const done = new Set<string>();
  try {
    for (const { key, markers } of objects) {
      // The oldest last: until then it stays hidden.
      for (const marker of markers) {
        signal.throwIfAborted();
        await store.removeDeleteMarker(marker, { signal });
      }
      done.add(key);
    }
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    const whole = backups.filter((id) => objects.every(({ key }) => !isOf(key, id) || done.has(key)));
    const denied = error.exit === "accessDenied";
    throw new OperatorError(
      error.exit,
      `${error.summary}; ${whole.length} of ${backups.length} backups were brought back before that`,
      {
        hint: denied
          ? "run it as an administrator of the account: it takes s3:DeleteObjectVersion, which the presets' roles do not have"
          : error.hint,
        cause: error,
      },
    );
  }
}

const isOf = (key: string, id: string): boolean => key === id || key === manifestKey(id);
