/** What kind of key the props ask for, and whether AWS has such a key. */

import { type Off, trueOrOff } from "../relaxations";
import { flag, having, number, optional, type Shape, text, word } from "../shape";
import { shownText } from "../show-value";
import { assertArguments } from "../validate";
import { KEY_ORIGINS, type KeyOrigin, keyOriginTraits } from "./key-origin";
import {
  KEY_SPECS,
  KEY_USAGES,
  type KeyKind,
  type KeySpec,
  type KeyUsage,
  keyKind,
  keySpecTraits,
} from "./key-spec";

/** The part of the props that decides the kind of key. */
export interface KeyTypeProps {
  /** What kind of key. @default "SYMMETRIC_DEFAULT" */
  readonly keySpec?: KeySpec;
  /** What the key is made for. @default - the only usage that the spec has; of several, one has to be given */
  readonly keyUsage?: KeyUsage;
  readonly origin?: KeyOrigin;
  readonly customKeyStoreId?: string;
  readonly xksKeyId?: string;
  readonly multiRegion?: boolean;
  readonly rotation?: true | Off;
  readonly rotationPeriodInDays?: number;
}

/** A kind of key with every default filled in. */
export interface KeyType {
  readonly keySpec: KeySpec;
  readonly keyUsage: KeyUsage;
  readonly origin: KeyOrigin;
  readonly kind: KeyKind;
  /** Whether KMS rotates the material by itself. */
  readonly rotates: boolean;
}

const KEY_TYPE_FORM: Shape<KeyTypeProps> = {
  keySpec: optional(text),
  keyUsage: optional(text),
  origin: optional(text),
  customKeyStoreId: optional(text),
  xksKeyId: optional(text),
  multiRegion: optional(flag),
  rotation: optional(trueOrOff),
  rotationPeriodInDays: optional(number),
};

/** What the kind of a key follows from; words that KMS has. */
export const KEY_TYPE: Shape<KeyTypeProps> = {
  ...KEY_TYPE_FORM,
  keySpec: optional(word(Object.keys(KEY_SPECS))),
  keyUsage: optional(word(KEY_USAGES)),
  origin: optional(word(Object.keys(KEY_ORIGINS))),
};

/** Fills in the defaults. Of props with problems, it makes the best there is, so that other checks can go on. */
export function keyType(props: KeyTypeProps): KeyType {
  assertArguments("keyType", { props }, { props: having(KEY_TYPE) });
  const { keySpec = "SYMMETRIC_DEFAULT", keyUsage, origin = "AWS_KMS" } = props;
  const { usages, rotates } = keySpecTraits(keySpec);
  const usage = keyUsage ?? usages[0] ?? "ENCRYPT_DECRYPT";
  return {
    keySpec,
    keyUsage: usage,
    origin,
    kind: keyKind(keySpec, usage),
    rotates: rotates && keyOriginTraits(origin).rotates,
  };
}

/** Every reason why AWS would refuse such a key. */
export function keyTypeProblems(props: KeyTypeProps): readonly string[] {
  const form = having(KEY_TYPE_FORM)("", props);
  if (form.length > 0) return form;
  const { keySpec = "SYMMETRIC_DEFAULT", origin = "AWS_KMS" } = props;
  // Configurations come from YAML as well, where the compiler has not looked.
  if (!Object.hasOwn(KEY_SPECS, keySpec))
    return [`keySpec must be one of ${Object.keys(KEY_SPECS).join(", ")}, got ${shownText(keySpec)}`];
  if (!Object.hasOwn(KEY_ORIGINS, origin))
    return [`origin must be one of ${Object.keys(KEY_ORIGINS).join(", ")}, got ${shownText(origin)}`];
  return [
    ...usageProblems(props, keySpec),
    ...originProblems(props, keySpec, origin),
    ...rotationProblems(props),
  ];
}

function usageProblems({ keyUsage }: KeyTypeProps, keySpec: KeySpec): string[] {
  const { usages } = keySpecTraits(keySpec);
  const allowed = usages.join(" or ");
  if (keyUsage === undefined)
    return usages.length === 1 ? [] : [`keyUsage must be given for ${keySpec}: ${allowed}`];
  return usages.includes(keyUsage)
    ? []
    : [`keyUsage of ${keySpec} must be ${allowed}, got ${shownText(keyUsage)}`];
}

function originProblems(props: KeyTypeProps, keySpec: KeySpec, origin: KeyOrigin): string[] {
  const { needs, symmetricOnly, multiRegion } = keyOriginTraits(origin);
  const problems = (["customKeyStoreId", "xksKeyId"] as const).flatMap((prop) => {
    const given = props[prop] !== undefined;
    if (given === needs.includes(prop)) return [];
    return [
      given
        ? `${prop} must not be given with origin ${origin}`
        : `${prop} must be given with origin ${origin}`,
    ];
  });
  if (symmetricOnly && keySpec !== "SYMMETRIC_DEFAULT")
    problems.push(`keySpec with origin ${origin} must be SYMMETRIC_DEFAULT, got ${shownText(keySpec)}`);
  if (!multiRegion && props.multiRegion === true)
    problems.push(
      `multiRegion must be false with origin ${origin}: keys of custom key stores have no replicas`,
    );
  return problems;
}

function rotationProblems(props: KeyTypeProps): string[] {
  const { keySpec, origin, rotates } = keyType(props);
  if (rotates) {
    const off = props.rotation !== undefined && props.rotation !== true;
    return off && props.rotationPeriodInDays !== undefined
      ? ["rotationPeriodInDays must not be given where rotation is off"]
      : [];
  }
  const why = keySpecTraits(keySpec).rotates ? `with origin ${origin}` : keySpec;
  return (["rotation", "rotationPeriodInDays"] as const)
    .filter((prop) => props[prop] !== undefined)
    .map(
      (prop) =>
        `${prop} must not be given: KMS does not rotate keys ${keySpecTraits(keySpec).rotates ? why : `of spec ${why}`}`,
    );
}
