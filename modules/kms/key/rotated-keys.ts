import type { Construct } from "constructs";
import { knownList, knownText, type Shape, text } from "../../shape";
import { shownList, shownText } from "../../show-value";
import { assertProps, assertValid, type Rule, unlessToken } from "../../validate";
import { Alias } from "../aliases/alias";
import { aliasProblem } from "../aliases/alias-name";
import type { AudienceName } from "../policy/audiences";
import { GrantableKey } from "./grantable-key";
import { Key } from "./key";
import type { Grantee, GrantOptions, KeyGrant } from "./key-access";
import type { KeyProps } from "./key-props";
import { KEY } from "./key-shape";

/** What {@link RotatedKeys} needs. */
export interface RotatedKeysProps extends Omit<KeyProps, "aliases" | "enabled"> {
  /** Alias of the current key. */
  readonly alias: string;
  /**
   * Names of all keys there ever were, such as `["2026-01", "2026-07"]`; letters, digits and dashes. Append; take one away only when nothing that it
   * encrypted is left.
   */
  readonly versions: readonly [string, ...string[]];
  /** Which of `versions` encrypts. */
  readonly current: string;
}

const { aliases: _, enabled: __, ...KEY_OF_EACH } = KEY;

const PROPS: Shape<RotatedKeysProps> = {
  ...KEY_OF_EACH,
  alias: text,
  versions: knownList(knownText),
  current: knownText,
};

const RULES: readonly Rule<RotatedKeysProps>[] = [
  ({ alias }) => unlessToken(alias, aliasProblem),
  ({ versions, current }) =>
    versions.includes(current)
      ? undefined
      : `current must be one of ${versions.join(", ")}, got ${shownText(current)}`,
  ({ versions }) =>
    new Set(versions).size === versions.length
      ? undefined
      : `versions must not repeat, got ${versions.map(shownText).join(", ")}`,
  ({ versions }) => {
    const wrong = versions.filter((version) => !/^[A-Za-z0-9-]+$/.test(version));
    return wrong.length === 0
      ? undefined
      : `versions must be letters, digits and dashes, got ${shownList(wrong)}`;
  },
];

/** What makes new things, and so belongs to the current key only. */
const CURRENT_ONLY: readonly AudienceName[] = ["encryptOnly", "signers", "macGenerators"];

/**
 * Manual rotation, for keys that KMS does not rotate: imported material, asymmetric and HMAC keys, custom key stores. One key for each version;
 * the alias stands for the current one, the others stay enabled for what they encrypted or signed.
 *
 * To rotate: append to `versions` and deploy; import the material, if it is yours; then make it `current` and deploy again. Two steps,
 * because an alias of a key without material stops all encryption.
 *
 * @throws {@link ConfigError} when `current` is not among the versions, or as `Key` does.
 */
export class RotatedKeys extends GrantableKey {
  /** By version. */
  readonly keys: Readonly<Record<string, Key>>;
  /** The key that makes new things. */
  readonly current: Key;
  /** Stands for the current key. */
  readonly alias: Alias;

  constructor(scope: Construct, id: string, props: RotatedKeysProps) {
    super(scope, id);
    assertProps(this, props, PROPS);
    assertValid(this.node.path, props, RULES);
    const { alias, versions, current, ...common } = props;
    const keys = new Map(versions.map((version) => [version, new Key(this, version, common)]));
    this.keys = Object.fromEntries(keys);
    // The rules have seen to it that it is there; the compiler cannot know.
    this.current = keys.get(current) ?? new Key(this, current, common);
    this.alias = new Alias(this, "alias", {
      name: alias,
      targetKey: this.current,
      ...(props.region === undefined ? {} : { region: props.region }),
    });
  }

  /** What makes new things is granted on the current key, everything else on all of them: old ones have to be opened and verified. */
  override grant(audience: AudienceName, grantee: Grantee, options?: GrantOptions): readonly KeyGrant[] {
    const keys = CURRENT_ONLY.includes(audience) ? [this.current] : Object.values(this.keys);
    return keys.flatMap((key) => key.grant(audience, grantee, options));
  }
}
