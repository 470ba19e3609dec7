/**
 * A multi-Region key as one service: its own region first, then its replicas. Ciphertexts of one open with all of them, because they
 * share their key material. Answers name the key by its own ARN, so that nothing above this layer sees which region it was.
 */
import type { KmsService } from "../../clients/kms-service";
import { inRegion, regionOf } from "../arn";
import { failureOf } from "../failures";

export interface Region {
  /** ARN of the key in that region; `undefined` for the key's own, which may be configured by alias. */
  readonly replica: string | undefined;
  readonly service: KmsService;
}

/** Milliseconds for which a region that did not answer is asked last. */
const AVOID_MS = 30_000;

/** @param regions the key's own first. */
export function failover(
  regions: readonly [Region, ...Region[]],
  onSwitch: (to: string) => void,
  now: () => number = () => performance.now(),
): KmsService {
  const [own] = regions;
  if (regions.length === 1) return own.service;
  const avoidUntil = new Map<Region, number>();
  /** Region of the key's own ARN, as answers named it. */
  let ownRegion: string | undefined;

  const order = (): readonly Region[] => {
    const avoided = (region: Region) => ((avoidUntil.get(region) ?? 0) > now() ? 1 : 0);
    return [...regions].sort((a, b) => avoided(a) - avoided(b)); // stable: the configured order otherwise
  };
  const attempt = async <T>(signal: AbortSignal, call: (region: Region) => Promise<T>): Promise<T> => {
    let failure: unknown;
    for (const region of order()) {
      try {
        return await call(region);
      } catch (error) {
        failure = error;
        if (signal.aborted || !failureOf(error).unreachable) throw error;
        if ((avoidUntil.get(region) ?? 0) <= now()) onSwitch(regionOf(region.replica ?? "") ?? "own");
        avoidUntil.set(region, now() + AVOID_MS);
      }
    }
    throw failure;
  };
  /** The ARN that the caller knows, from the one that a region answered. */
  const asOwn = (region: Region, arn: string): string => {
    if (region.replica === undefined) {
      ownRegion = regionOf(arn);
      return arn;
    }
    return ownRegion === undefined ? arn : inRegion(arn, ownRegion);
  };
  const keyIn = (region: Region, key: string): string => {
    if (region.replica === undefined) return key;
    ownRegion ??= regionOf(key);
    return region.replica;
  };
  return {
    encrypt: (request, signal) =>
      attempt(signal, async (region) => {
        const answer = await region.service.encrypt({ ...request, key: keyIn(region, request.key) }, signal);
        return { ...answer, keyArn: asOwn(region, answer.keyArn) };
      }),
    decrypt: (request, signal) =>
      attempt(signal, async (region) => {
        const answer = await region.service.decrypt({ ...request, key: keyIn(region, request.key) }, signal);
        return { ...answer, keyArn: asOwn(region, answer.keyArn) };
      }),
    // Aliases belong to a region: only the own one knows when it was moved.
    aliasUpdated: (keyArn, alias, signal) => own.service.aliasUpdated(keyArn, alias, signal),
    close: () => {
      for (const { service } of regions) service.close();
    },
  };
}
