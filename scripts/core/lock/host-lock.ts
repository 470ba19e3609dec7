/**
 * One run at a time, on one host: a symbolic link whose target says which process holds the lock. A link is made and read in one step each, and a
 * process that was killed is known by its number and start, so that nothing has to be removed by hand.
 */
import { createHash } from "node:crypto";
import {
  lstatSync,
  lutimesSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  symlinkSync,
  unlinkSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { geteuid } from "node:process";
import { OperatorError } from "../../errors";
import { reasonOf } from "../../system-codes";
import { errorCode } from "../errno";
import { isLocal } from "../places/leftovers";
import { lifeOf } from "../places/life";
import { INTERVAL_MILLISECONDS, SILENCE_MILLISECONDS } from "../places/mark";
import { originOf, ownName } from "../places/own-name";
import type { HostLock } from "../ports";

/** Tries to take over what somebody else takes over at the same time, and the time between them. */
const MAX_TRIES = 100;
const PAUSE_MILLISECONDS = 10;

const LOCK_NAME = /^\.lock\.sealstack-[0-9a-f]{24}$/;

/** Where the lock of something is; each user has one of its own. */
export function lockPlace(directory: string, what: readonly string[]): string {
  const which = createHash("sha256")
    .update(JSON.stringify([geteuid?.() ?? 0, ...what]))
    .digest("hex");
  return join(directory, `.lock.sealstack-${which.slice(0, 24)}`);
}

/**
 * @param what is locked, as an identity.
 * @param described what is locked, for people.
 * @returns a lock that keeps out nobody, with a remark, where none can be had: the store refuses to overwrite anything whatever happens here.
 * @throws OperatorError `running` when another process holds it.
 */
export function hostLock(directory: string, what: readonly string[], described: string): HostLock {
  const place = lockPlace(directory, what);
  const own = ownName("lock");
  let remark: string | undefined;
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      if (attempt(() => symlinkSync(own, place), "EEXIST")) return held(place, own, remark);
      const holder = holderOf(place);
      if (holder === undefined) continue; // released meanwhile
      if (holder.alive) throw running(described, holder.text, place);
      if (!takeAway(place, holder.text, own)) pause();
      else remark = `the last run of ${described} on this host was killed`;
    }
    throw new Error("it changes hands all the time");
  } catch (error) {
    if (error instanceof OperatorError) throw error;
    return {
      remark: `whether another run is at ${described} cannot be told: ${reasonOf(error)}`,
      release: () => {},
    };
  }
}

/** Removes, in one directory, the locks of runs that are over. What cannot be told or removed stays: it keeps out nobody. */
export function removeStaleLocks(directory: string): void {
  const own = ownName("lock");
  let names: readonly string[] = [];
  try {
    names = readdirSync(directory);
  } catch {
    return;
  }
  for (const name of names) {
    const place = join(directory, name);
    try {
      const holder = LOCK_NAME.test(name) ? holderOf(place) : undefined;
      if (holder?.alive === false) takeAway(place, holder.text, own);
    } catch {
      // no lock of this user
    }
  }
}

interface Holder {
  readonly text: string;
  readonly alive: boolean;
}

function holderOf(place: string): Holder | undefined {
  try {
    const text = readlinkSync(place);
    const { uid, mtimeMs } = lstatSync(place);
    const origin = uid === (geteuid?.() ?? uid) ? originOf(text) : undefined;
    if (origin === undefined) throw new Error(`${place} is no lock of this user`);
    const life = lifeOf(origin);
    // Of another container or host that shares the directory, only signs of life tell.
    const seen = life === "elsewhere" || (life === "before" && !isLocal(dirname(place)));
    const silent = Date.now() - mtimeMs > SILENCE_MILLISECONDS;
    return { text, alive: life === "running" || (seen && !silent) };
  } catch (error) {
    if (errorCode(error) === "ENOENT") return undefined;
    throw error;
  }
}

/**
 * Removes the lock of one that is over. Only one may do so at a time, or the second would remove the lock of the first.
 * @returns whether it did.
 */
function takeAway(place: string, text: string, own: string): boolean {
  const guard = `${place}-over`;
  if (!attempt(() => symlinkSync(own, guard), "EEXIST")) {
    if (holderOf(guard)?.alive === false) attempt(() => unlinkSync(guard), "ENOENT");
    return false;
  }
  try {
    return holderOf(place)?.text === text && attempt(() => unlinkSync(place), "ENOENT");
  } finally {
    unlinkSync(guard);
  }
}

/** Sleeps without letting anything else go on: it is short, and rare. */
function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MILLISECONDS);
}

function held(place: string, own: string, remark: string | undefined): HostLock {
  const timer = setInterval(() => {
    const now = new Date();
    try {
      lutimesSync(place, now, now);
    } catch {
      // Then it looks abandoned sooner or later, to others only.
    }
  }, INTERVAL_MILLISECONDS);
  timer.unref();
  return {
    remark,
    release: () => {
      clearInterval(timer);
      try {
        if (readlinkSync(place) === own) unlinkSync(place);
      } catch {
        // whoever removed it was faster
      }
    },
  };
}

function running(described: string, holder: string, place: string): OperatorError {
  const origin = originOf(holder);
  const which =
    origin !== undefined && lifeOf(origin) === "running" ? `process ${origin.pid}` : `see ${place}`;
  return new OperatorError(
    "running",
    `another run is at ${described} on this host (${which}): nothing was done`,
    {
      hint: "wait for it, or look why it takes so long",
    },
  );
}

/** @returns `false` when it fails with that code. */
function attempt(work: () => void, code: string): boolean {
  try {
    work();
    return true;
  } catch (error) {
    if (errorCode(error) === code) return false;
    throw error;
  }
}
